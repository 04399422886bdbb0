"""The rule book of packs: S codes, stable."""

from ..errors import Code, book

CODES = book(
    {
        "S001": Code(
            "Pack cut short or changed",
            "The pack is not what was sealed: bytes are missing, added or different.",
            "Download it again. If it is the same again, ask the sender for it.",
        ),
        "S002": Code(
            "No key opens it",
            "The pack was sealed for other people's keys.",
            "Use the identity file that belongs to one of the recipients: --identity FILE",
        ),
        "S003": Code(
            "Not a pack",
            "The file is not an age file, or what is in it is not a bag.",
            "Check that it is the right file.",
        ),
        "S004": Code(
            "Already there",
            "A folder of that name is there already, and nothing is overwritten.",
            "Choose another folder: --to DIR",
        ),
        "S005": Code(
            "A name that leads out of the folder",
            "The pack holds a file whose name points outside, or that this computer cannot store.",
            "Do not open it. Tell the sender.",
        ),
        "S006": Code(
            "No recipients",
            "Packs are sealed for named recipients, and none are named.",
            "Add them under recipients: in submission.yaml, or use seal: none where the site "
            "itself is encrypted.",
        ),
        "S009": Code(
            "Mixed recipients",
            "Post-quantum keys and others cannot open one pack together: the weaker kind "
            "would decide.",
            "Use age1pq1… keys for every recipient, or for none.",
        ),
        "S010": Code(
            "Passphrase of a zip pack",
            "seal: zip needs one passphrase of 12 characters or more, and it opens every pack.",
            "Set JTAI_SUBMIT_ZIP_PASSPHRASE; tell it to the recipients by telephone, never in "
            "the same way as the packs.",
        ),
        "S012": Code(
            "Not what its name says",
            "The pack says inside that it is another one than its file's name says.",
            "Find out who renamed it. A pack keeps the name that it was sent under.",
        ),
        "S013": Code(
            "Not the pack of its receipt",
            "A receipt of a signer known here lies beside the pack, and names another content.",
            "Do not trust what is in it. Ask the signer which pack was sent.",
        ),
        "S008": Code(
            "Disk full",
            "There is no room for the sealed packs.",
            "Make room, and run the same command again.",
        ),
        "S011": Code(
            "Only your own key",
            "Packs are sealed for named recipients, and you are the only one: no inspector "
            "could open them.",
            "Add the inspectors' keys: jtai-submit recipient add NAME KEY",
            blocks=False,
        ),
        "S014": Code(
            "Retired key",
            "Packs go on being sealed to a key of yours that was retired: whoever has it can open "
            "them, and perhaps nobody else.",
            "Name the new key in its place: jtai-submit recipient add NAME own",
            blocks=False,
        ),
    }
)
