"""The rule book of keys, secrets and proof: K codes, stable."""

from ..errors import Code, book

CODES = book(
    {
        "K001": Code(
            "Not a recipient's key",
            "A recipient's key has a wrong or missing letter, or is not an age key.",
            "Copy the key again from its owner, in full: age1…",
        ),
        "K002": Code(
            "No keys yet",
            "Receipts are signed with a key of your own, and there is none on this computer.",
            "Make your keys once with: jtai-submit keys new",
        ),
        "K003": Code(
            "Wrong passphrase",
            "The passphrase does not open your keys.",
            "Try again; a forgotten passphrase cannot be found out.",
        ),
        "K004": Code(
            "No passphrase",
            "Your keys are closed with a passphrase, and nobody was there to ask for it.",
            "Set JTAI_SUBMIT_PASSPHRASE, or run the command in a terminal.",
        ),
        "K005": Code(
            "Keys are there already",
            "Keys are never overwritten: packs and receipts of the past depend on them.",
            "Use the keys that are there: jtai-submit keys show",
        ),
        "K006": Code(
            "Receipt changed",
            "The receipt's signature does not fit its text.",
            "Ask the person who made it for the original.",
        ),
        "K007": Code(
            "Unknown signer",
            "The receipt is whole, but nobody here knows who signed it.",
            "Get the signer's public key from the person, and give it with --key FILE.",
        ),
        "K008": Code(
            "Not a receipt",
            "The file cannot be read as a receipt.",
            "Receipts lie in .jtai/receipts and end in .json.",
        ),
        "K009": Code(
            "Audit log changed",
            "The audit log was cut, edited or rewritten since the receipt was signed.",
            "Keep it as it is and find out who changed it.",
        ),
        "K010": Code(
            "Not an identity",
            "The file holds no age identity, or it needs a passphrase that was not given.",
            "Use the file that begins with AGE-SECRET-KEY-1, or your own keys.",
        ),
        "K011": Code(
            "No keyring that can be used",
            "Passwords are kept only where the system encrypts them, and this computer has no "
            "such place, or it is locked.",
            "Unlock the keyring, or give the secrets in the environment for one run.",
        ),
        "K012": Code(
            "Not a recovery",
            "The file is no recovery of jtai-submit's keys, or the recovery code does not open it.",
            "Use the file that keys backup wrote, and the code that it showed.",
        ),
        "K013": Code(
            "Under another name",
            "The receipt states its own name, and lies under another: it was renamed or copied.",
            "Find out who did that. A receipt keeps its name.",
        ),
        "K014": Code(
            "Signed with a retired key",
            "The receipt was made after its signer's key was retired.",
            "Ask the person whose key it was; receipts from before stay good.",
        ),
        "K015": Code(
            "Another computer or another copy",
            "The inspection folder was last used elsewhere, or is older than what was used here.",
            "Make sure that only one copy of the folder is used, then: jtai-submit push --here",
        ),
        "K016": Code(
            "Not approved",
            "The submission asks for a sign-off or a release that nobody has given for these very "
            "documents: not yet, or what was approved was changed after that.",
            "Approve what is there now: jtai-submit sign-off AGENCY --by …, or jtai-submit release "
            "--by …",
        ),
        "K017": Code(
            "Keys damaged",
            "A file of your own keys is empty or damaged, as a power cut leaves it, or no key.",
            "Put the public part right with your passphrase: jtai-submit keys show; or make all of "
            "them again from a backup: jtai-submit keys recover.",
        ),
    }
)
