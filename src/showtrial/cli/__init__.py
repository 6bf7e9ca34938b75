"""What can be asked on the command line? Each verb parses, calls one public function, prints.

Everything heavy is imported inside the verb that needs it, so that ``--help`` stays quick.
"""

from showtrial.cli import audits, calibrating, machine, naming, records, views
from showtrial.cli.answers import main

__all__ = ["audits", "calibrating", "machine", "main", "naming", "records", "views"]
