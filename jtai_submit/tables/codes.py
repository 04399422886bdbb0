"""The rule book of lists, answers and chronologies: T codes, stable."""

from ..errors import Code, book
from .codes_answers import ANSWERS, CHRONOLOGY

_ACCEPT = 'jtai-submit decide SLOT CODE keep --because "…" --by "…"'
_AT_SOURCE = "Correct it where the list comes from, and export it again."

_LISTS = {
    "T001": Code(
        "Not a table",
        "A list is a CSV or an XLSX; this file is neither, or it cannot be read.",
        "Save the list as .xlsx or .csv.",
    ),
    "T002": Code(
        "Headings not found",
        "No row of it holds the headings of the list.",
        "Put the headings of the guidance in one row above the cases, or say which they are: "
        "jtai-submit lists match",
    ),
    "T003": Code(
        "No cases",
        "The headings are there, and no row below them.",
        "Export it again. If there is no such child, say so: jtai-submit exempt SLOT --because "
        "… --by …",
        decidable=True,
    ),
    "T004": Code(
        "Field missing",
        "The guidance names a field that the list has no column for; it asks for it where "
        "possible, or lets the area choose how to give it (a second table, a note).",
        "Add the column if your system holds it; or put it with the ids into a second file that is "
        "named after the list, such as child-in-need-neglect.csv; or say which heading it has: "
        "jtai-submit lists match",
        blocks=False,
    ),
    "T005": Code(
        "Field missing",
        "The guidance asks for a field that the list has no column for.",
        f"Add the column, say which heading it has (jtai-submit lists match), or accept it once "
        f"for the whole list: {_ACCEPT}",
        decidable=True,
    ),
    "T006": Code(
        "Heading guessed",
        "A column was taken for a field because its heading looks like it.",
        "Look at it: jtai-submit lists match. Say which heading is right if it is not.",
        blocks=False,
    ),
    "T007": Code(
        "No id",
        "A row has no child's id, so that nobody can select the child.",
        _AT_SOURCE,
        blocks=False,
    ),
    "T008": Code(
        "Twice",
        "What stands once in this list stands twice.",
        "Take the older row out where the list comes from, and export it again.",
        blocks=False,
    ),
    "T009": Code(
        "Not a date", "A cell of a date column is no day of the calendar.", _AT_SOURCE, blocks=False
    ),
    "T010": Code(
        "Stand-in date",
        "1 January 1900 is what systems write where they hold no date.",
        "Leave the cell blank, or put the date in.",
        blocks=False,
    ),
    "T011": Code(
        "Neither yes nor no",
        "The guidance asks for Y or N, and the cell says something else.",
        _AT_SOURCE,
        blocks=False,
    ),
    "T012": Code(
        "Not an age or number",
        "A cell of an age or number column is no whole number that can be right.",
        "Ages are whole years, −1 for an unborn child. Correct it where the list comes from.",
        blocks=False,
    ),
    "T013": Code(
        "Age and birth differ",
        "Age and date of birth are more than a year apart.",
        _AT_SOURCE,
        blocks=False,
    ),
    "T014": Code(
        "Outside the months",
        "The row's dates lie before the months that inspectors ask about, and it is not open.",
        "Check the dates that the list was exported for.",
        blocks=False,
    ),
    "T015": Code(
        "Made too early",
        "Lists are made no sooner than the Wednesday of the week before notification.",
        "Export the list again.",
        blocks=False,
    ),
    "T016": Code(
        "In the future",
        "The date of something that has happened lies after today.",
        _AT_SOURCE,
        blocks=False,
    ),
    "T017": Code(
        "Dates in the wrong order",
        "What ends does so before it starts, or starts before the child was born.",
        _AT_SOURCE,
        blocks=False,
    ),
    "T018": Code(
        "Error in a cell",
        "A formula came to an error such as #N/A; readers show it, or nothing.",
        "Correct the formula, or put the value in its place.",
        blocks=False,
    ),
    "T019": Code(
        "Formula not calculated",
        "A cell holds a formula and no result, so that other programs show nothing.",
        "Open the workbook in Excel, save it, and put it back.",
        blocks=False,
    ),
    "T020": Code(
        "Hidden rows or columns",
        "Rows or columns of the list are hidden: whoever reads it does not see them.",
        "Show them, or delete them.",
        blocks=False,
    ),
    "T021": Code(
        "Digits lost",
        "Excel keeps 15 digits of a number; the rest of this one became zeros.",
        "Export the column as text.",
        blocks=False,
    ),
    "T022": Code(
        "Zeros lost",
        "Some ids begin with zeros, and others were made into numbers, which loses them.",
        "Export the column as text.",
        blocks=False,
    ),
    "T023": Code(
        "Counts differ",
        "A count is negative, or differs between the rows of one child.",
        _AT_SOURCE,
        blocks=False,
    ),
    "T024": Code(
        "Row does not fit",
        "A row has more or fewer cells than there are headings: a comma, a line break or a "
        "quotation mark in a cell moved them.",
        "Export it again as .xlsx, or with every cell in quotation marks.",
        blocks=False,
    ),
    "T025": Code(
        "Not a case",
        "A row is a total or a note, not a child; it is not counted.",
        "Delete the row if you can.",
        blocks=False,
    ),
    "T026": Code(
        "Merged cells",
        "Cells of the list are merged: only the first of them holds the value.",
        "Unmerge them, and fill in each row.",
        blocks=False,
    ),
    "T027": Code(
        "Month first",
        "A date can only be read with the month first; others of its column may be read wrongly.",
        "Export dates as day/month/year, or as real dates.",
        blocks=False,
    ),
    "T028": Code(
        "List twice",
        "Two files or sheets hold the same list.",
        "Keep one of the two.",
        blocks=False,
    ),
    "T029": Code(
        "Characters lost",
        "Some characters stand in no encoding that is known, and may show wrongly.",
        "Save the file as CSV UTF-8, or as .xlsx.",
        blocks=False,
    ),
    "T030": Code(
        "Quotation mark not closed",
        "A quotation mark opens a cell and never closes it: the rows below disappeared in it.",
        "Export it again as .xlsx, or correct the quotation mark.",
        decidable=True,
    ),
    "T031": Code(
        "Column empty",
        "The heading is there, and nothing in any row.",
        "Check the export. Blank is right only where nothing is held.",
        blocks=False,
    ),
    "T032": Code(
        "Date as a number",
        "A date stands as the number of days that Excel counts; people cannot read it.",
        "Format the column as a date, and export it again.",
        blocks=False,
    ),
    "T033": Code(
        "Names the child",
        "The guidance asks for no names or addresses in a list, and a column looks like one.",
        "Take the column out.",
        blocks=False,
    ),
    "T034": Code(
        "Named after another list",
        "A file or sheet is named after one list, and its headings are clearly another's: it is "
        "taken for what it holds.",
        "Give it the right name; or say which it is: jtai-submit lists match LIST --sheet NAME",
        blocks=False,
    ),
    "T035": Code(
        "A sheet was not read",
        "A sheet beside the list looks like the rest of it, and has no headings: its rows were not "
        "checked.",
        "Put all rows of the list below one row of headings; or give the sheet the same headings.",
        blocks=False,
    ),
}
_CASES = {
    "T040": Code(
        "Not so many cases",
        "The guidance asks for another number of cases.",
        "Add or take out cases, or tell the lead inspector why.",
        blocks=False,
    ),
    "T041": Code(
        "Age outside the theme",
        "The theme is children of certain ages.",
        "Check the child's age, and choose another case if need be.",
        blocks=False,
    ),
    "T042": Code(
        "Status not told",
        "The list says for each child which of the guidance's words it is.",
        "Fill it in.",
        blocks=False,
    ),
    "T043": Code(
        "One kind of case alone",
        "The three lists together need both child protection and child in need cases.",
        "Choose other cases for one of the lists.",
        blocks=False,
    ),
    "T044": Code(
        "In no list",
        "A child of this list stands in neither of the first two lists.",
        "Check the id, and that the first two lists are complete.",
        blocks=False,
    ),
    "T045": Code(
        "Lists contradict",
        "Two lists say different things of the same child.",
        "Check the child's record, and export the list that is wrong again.",
        blocks=False,
    ),
    "T046": Code(
        "Neglect: N",
        "A case with current and significant neglect, and the first two lists say N for it.",
        "Check the child's record; correct the list, or choose another case.",
        blocks=False,
    ),
    "T047": Code(
        "Only neglect",
        "These lists are of all children in the category, not just those living with neglect.",
        "Check what the list was exported for.",
        blocks=False,
    ),
    "T048": Code(
        "Tracked child in no list",
        "A child that inspectors track stands in none of the lists.",
        "Check unique_id of the child in submission.yaml, and the lists.",
        blocks=False,
    ),
    "T049": Code(
        "Document said not to be there",
        "A list says that there is such a document about a tracked child, and the submission says "
        "that it is not applicable.",
        "Check which of the two is right.",
        blocks=False,
    ),
}
CODES = book({**_LISTS, **_CASES, **ANSWERS, **CHRONOLOGY})
