"""The rule book of answers and chronologies: T060 and on, a part of `codes`."""

from ..errors import Code

ANSWERS = {
    "T060": Code(
        "Not a sheet of answers",
        "The file has no row with the child's id and an answer to one of the questions.",
        "Use the sheet that jtai-submit answers sheet wrote.",
    ),
    "T061": Code(
        "Not an answer",
        "An answer is Y, N, or not known yet with the reason.",
        "Write Y or N; or leave it open and say why under Because.",
    ),
    "T068": Code(
        "Two answers",
        "One child has two different answers to one question: neither is taken.",
        "Ask the holder which is right, and leave one row.",
    ),
    "T062": Code(
        "Not one of the selected",
        "An answer about a child that inspectors did not select.",
        "Check the id.",
        blocks=False,
    ),
    "T063": Code(
        "No answer yet",
        "A selected child has no answer from one who was asked.",
        "Ask the holder; or take a sheet in which it is not known yet, because …",
        decidable=True,
    ),
    "T064": Code(
        "Selected, and in no list",
        "A child that inspectors selected stands in none of the lists.",
        "Check the id with the lead inspector.",
        blocks=False,
    ),
    "T065": Code(
        "Not so many selected",
        "The lead inspector selects another number of children.",
        "Check the ids: jtai-submit answers select",
        blocks=False,
    ),
    "T066": Code(
        "Nobody selected yet",
        "The children about whom the questions are asked are not known here.",
        "Say who they are: jtai-submit answers select ID …",
    ),
    "T067": Code(
        "Not in the people file",
        "A selected child is not in the people file, so the sheet names nobody.",
        "Add the child to the people file.",
        blocks=False,
    ),
    "T085": Code(
        "Hidden in the file",
        "A row, a column or a sheet of the chronology is hidden: its writer may not want it seen.",
        "Ask the writer; delete what is not meant for others, and take it again.",
        blocks=False,
    ),
}
CHRONOLOGY = {
    "T080": Code(
        "Not a chronology",
        "The file has no table with a date in each row.",
        "Use a table (CSV, XLSX, DOCX) with a row of headings: Date, Agency, Event.",
    ),
    "T081": Code(
        "Entry without a date",
        "An entry has no day of the calendar.",
        "Put the date in.",
        blocks=False,
    ),
    "T082": Code(
        "Not in order of date",
        "An entry stands before one that is earlier.",
        "Sort it, or merge it: jtai-submit chronology merge",
        blocks=False,
    ),
    "T083": Code(
        "In the future",
        "A chronology tells what has happened, and an entry lies after today.",
        "Check the date.",
        blocks=False,
    ),
    "T084": Code(
        "Table not read",
        "A table or sheet beside the chronology has no headings that tell where the dates stand.",
        "If entries stand in it, give it a row of headings: Date, Agency, Event.",
        blocks=False,
    ),
}
