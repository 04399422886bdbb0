"""The rule book of portals: P codes, stable."""

from ..errors import Code, book

CODES = book(
    {
        "P001": Code(
            "Portal does not answer",
            "The secure site cannot be reached, or the line broke and did not come back.",
            "Check your connection, and run the same command again: it goes on where it stopped.",
        ),
        "P002": Code(
            "Sign-in refused",
            "The secure site does not accept the user name, password or token.",
            "Check JTAI_SUBMIT_PORTAL_TOKEN, or _PORTAL_USER and _PORTAL_PASSWORD, with the "
            "people who run the site.",
        ),
        "P003": Code(
            "No portal",
            "The submission does not say where to send to.",
            "Add portal: to submission.yaml.",
        ),
        "P004": Code(
            "Portal full or too small",
            "The secure site has no room for the pack, or does not take files as large.",
            "Ask the people who run the site for more room.",
        ),
        "P005": Code(
            "Unexpected answer",
            "The secure site's answer does not follow its protocol.",
            "Check the portal's url, and tell the people who run the site.",
        ),
        "P006": Code(
            "Redirect refused",
            "The secure site sent us on to another address. Packs and passwords are not "
            "sent there.",
            "Check with the people who run the site, and put the right url in submission.yaml.",
        ),
        "P007": Code(
            "Not encrypted",
            "The portal's address begins with http: and is on another computer.",
            "Use its https: address.",
        ),
        "P008": Code(
            "Already there",
            "Another file of the same name is on the secure site, and nothing is overwritten.",
            "Find out who put it there; it must be taken away by the people who run the site.",
        ),
        "P009": Code(
            "Arrived differently",
            "What the secure site holds is not what was sent.",
            "Run the same command again; if it happens again, tell the people who run the site.",
        ),
        "P010": Code(
            "A part is not installed",
            "Sites of kind s3 and sharepoint need a library that is installed apart.",
            'Install it: pip install "jtai-submit[s3]" or "jtai-submit[sharepoint]".',
        ),
        "P012": Code(
            "Certificate refused",
            "The secure site's certificate is not trusted, has expired or belongs to another name.",
            "Check the url; if the site has its own authority, give it with ca_file.",
        ),
        "P014": Code(
            "Mail server does not answer",
            "The mail server cannot be reached, or the line broke.",
            "Check host: and port: in submission.yaml, and run the same command again.",
        ),
        "P015": Code(
            "Mail sign-in refused",
            "The mail server does not accept the user name or password.",
            "Check user: in submission.yaml, and JTAI_SUBMIT_SMTP_PASSWORD.",
        ),
        "P016": Code(
            "Mail not encrypted",
            "The mail server offers no encryption. The report is not sent in the clear.",
            "Use port 587 with STARTTLS, or port 465.",
        ),
        "P017": Code(
            "Address refused",
            "The mail server does not take one of the addresses.",
            "Check report: to: in submission.yaml.",
        ),
        "P018": Code(
            "Nobody to write to",
            "The submission does not say to whom, or through which mail server, the report goes.",
            "Add report: {to: […], smtp: {host: …, port: 587, user: …}} to submission.yaml.",
        ),
        "P019": Code(
            "Not there any more",
            "The secure site does not hold a pack that arrived there.",
            "Ask the people who run the site whether inspectors took it. The receipt proves "
            "that it arrived.",
        ),
        "P020": Code(
            "Cannot be taken back",
            "A file of ours that must not stay on the secure site could not be removed from it.",
            "Ask the people who run the site to remove it, then run the same command again.",
        ),
        "P021": Code(
            "Cannot be asked",
            "This kind of site knows a pack only by the address of its upload, and clean forgot "
            "it, or the pack went to another portal.",
            "Ask the people who run the site. The receipt proves that it arrived.",
        ),
        "P022": Code(
            "Blocked on the way",
            "A firewall, a proxy or a sign-in page answered in the secure site's place, and let "
            "nothing through.",
            "Ask your IT department, or the people who run the site, to let jtai-submit's "
            "requests through; "
            "try another network; see each step with: jtai-submit login --check.",
        ),
        "P023": Code(
            "Mail refused",
            "The mail server was reached and took your sign-in, but not this message: its size, "
            "its sender or its "
            "content.",
            "Ask the people who run the mail server; or write the report to a file with --eml "
            "and attach it yourself.",
        ),
        "P024": Code(
            "Password in the address",
            "The portal's url holds a user name, a password or a token. It would be kept in files "
            "and shown in receipts.",
            "Take everything up to the @, and behind a ? or #, out of the url. jtai-submit login "
            "keeps the name and the password.",
        ),
    }
)
