"""States, leaders and organisations by name, code and date."""

from detente.register.leaders import FUNCTIONS, Office, Person, leader_entries
from detente.register.lookup import Register, default_register
from detente.register.names import STATE_KINDS, Kind, NameEntry, NameMatch, read_entry, resolve
from detente.register.organisations import Organisation
from detente.register.states import State, System
from detente.register.tables import first_day, last_day, table_rows

__all__ = [
    "FUNCTIONS",
    "STATE_KINDS",
    "Kind",
    "NameEntry",
    "NameMatch",
    "Office",
    "Organisation",
    "Person",
    "Register",
    "State",
    "System",
    "default_register",
    "first_day",
    "last_day",
    "leader_entries",
    "read_entry",
    "resolve",
    "table_rows",
]
