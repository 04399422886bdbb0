"""The first page of help: what an agency lead needs first, the rest under More."""

HELP = """\
Usage: jtai-submit COMMAND [OPTIONS]

Everything that inspectors asked for: complete, clean, sealed, sent and proven.

Commands:
  init       make the inspection folder
  check      what is in, what is missing, what is wrong, and what to do next
  push       clean, pack, seal and send; run it again to go on after a stop
  rehearse   try it all on made-up documents; nothing is sent
  report     the completeness report, as a page or an email

More:
  redact     clean copies of single files
  timetable  every deadline in local time, and who owes what
  manifests  the lists of what is asked
  open       decrypt, check and unpack packs
  receipts   proof of what was sent
  verify     check a receipt, and ask the secure site again
  history    everything that was sent, from a log that shows every change
  exempt     say that something is not applicable, and why
  decide     keep or remove hidden content, or leave a file out
  withdraw   a wrong document went: say so, and what must be done now
  child      add the children that the inspectors chose
  keys       your own keys, and how to recover them
  login      keep passwords in this computer's keyring
  logout     forget them
  clean      wipe the program's own copies
  explain    what a code such as D004 means

Each command: jtai-submit COMMAND --help
"""
COMMANDS = {
    "init": "init", "check": "check", "push": "push", "rehearse": "rehearse", "report": "report", "redact": "redact",
    "timetable": "timetable", "manifests": "manifests", "open": "open_pack", "receipts": "receipts", "verify": "verify",
    "exempt": "exempt", "decide": "decide", "child": "child", "keys": "keys", "explain": "explain",
    "history": "history", "withdraw": "withdraw", "login": "login", "logout": "logout", "clean": "clean",
}  # fmt: skip
