"""States, leaders and organisations by name, code and date."""

from detente.register.leaders import FUNCTIONS, Office, Person
from detente.register.lookup import Register, default_register
from detente.register.names import STATE_KINDS, Kind, NameEntry, NameMatch, resolve
from detente.register.organisations import Organisation
from detente.register.states import State, System

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
    "resolve",
]
