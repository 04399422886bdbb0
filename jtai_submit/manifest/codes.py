"""The rule book of the two YAML files: M codes, stable."""

from ..errors import Code, book

CODES = book(
    {
        "M001": Code(
            "File not found",
            "The manifest or submission.yaml is not where it was looked for.",
            "Name the inspection folder, or make one with: jtai-submit init",
        ),
        "M002": Code(
            "Not UTF-8",
            "The file holds bytes that are not UTF-8 text.",
            "Save it again with the encoding UTF-8.",
        ),
        "M003": Code(
            "Nothing in the file",
            "The file is empty or holds no settings.",
            "Make a new one with: jtai-submit init",
        ),
        "M004": Code(
            "Too large",
            "A manifest or submission is never larger than 5 MB.",
            "Check that it is the right file.",
        ),
        "M005": Code(
            "Not YAML",
            "The text cannot be read as YAML.",
            "Put text with : # [ or { in quotes; close every bracket; indent with spaces.",
        ),
        "M006": Code(
            "Written twice",
            "The same name is given twice, and only one can count.",
            "Keep one of the two.",
        ),
        "M007": Code(
            "Anchor, alias, tag or second document",
            "Parts of YAML that these files never need, and that can be used to harm.",
            "Write the value out.",
        ),
        "M008": Code(
            "Too deep",
            "Lists or brackets are nested more than 20 levels deep.",
            "Write it flatter.",
        ),
        "M009": Code(
            "Unknown name",
            "The file has a name that means nothing here.",
            "Correct its spelling or delete it.",
        ),
        "M010": Code("Missing", "A name that must be there is not.", "Add it."),
        "M011": Code(
            "Wrong kind of value",
            "The value is not of the kind that is needed here.",
            "Write it as the message shows.",
        ),
        "M012": Code(
            "Not an item",
            "An item, key document or other slot that the manifest does not have.",
            "Use one that the manifest has: jtai-submit manifests show neglect-2017",
        ),
        "M013": Code(
            "Not one of the children",
            "A child that is not under children:.",
            "Add the child with: jtai-submit child add ID",
        ),
        "M014": Code(
            "Not a deadline",
            "A deadline that the manifest does not have.",
            "Use one of: jtai-submit timetable",
        ),
        "M015": Code(
            "Not an agency",
            "An agency that the manifest does not have.",
            "Use one of the manifest's agencies, without the number.",
        ),
        "M016": Code(
            "Not a date",
            "The text is not a day of the calendar.",
            "Write it as year-month-day, like 2017-05-09.",
        ),
        "M017": Code(
            "Not a working day",
            "Areas are notified on a working day; this is a weekend or bank holiday.",
            "Correct notified:.",
        ),
        "M018": Code(
            "Not the usual day",
            "Areas are usually notified on a Tuesday; this is another working day.",
            "Check notified:.",
            blocks=False,
        ),
        "M019": Code(
            "Unknown manifest",
            "No manifest of this name is shipped, and no such file is there.",
            "See: jtai-submit manifests list",
        ),
        "M020": Code(
            "Not an id",
            "A child is written as an id of letters, digits and hyphens, never as a name.",
            "Use an id such as C1.",
        ),
        "M021": Code(
            "Twice in a list",
            "The same id stands twice where each may stand once.",
            "Keep one of the two.",
        ),
        "M022": Code(
            "Unusual number of children",
            "Inspectors select between five and seven children.",
            "Check children:.",
            blocks=False,
        ),
        "M023": Code(
            "Bank holidays not known",
            "The table of bank holidays ends before the last deadline.",
            "Update jtai-submit, and check the dates by hand.",
            blocks=False,
        ),
        "M024": Code(
            "File not found",
            "A file that the submission names is not there.",
            "Correct the path or take the line out.",
        ),
        "M025": Code(
            "Changed just now",
            "Somebody else changed the file while it was being edited. Nothing was written over.",
            "Run the same command again.",
        ),
        "M026": Code(
            "School not named",
            "An education inspector rings the school of each tracked child; nobody said whom.",
            "Say whom: jtai-submit child school ID --name … --lead … --phone …",
            blocks=False,
        ),
    }
)
