"""What takes long the first time is done before the site is locked, where nobody waits for it.

Loading the tables of pinyin or reading a catalogue takes up to a second on a slow PC.  Under the
lock everybody at the site would wait, and a server ends what is silent for two seconds.
"""

from __future__ import annotations

from contextlib import suppress

from desktop.catalogue_file import read_catalogue
from desktop.domain.errors import DeskError
from desktop.pinyin import search_keys
from desktop.requests import (
    EnterpriseFields,
    ImportEnterprises,
    ImportRow,
    ImportSettings,
    IssueTicket,
    LoadCatalogue,
    Request,
    SaveEnterprise,
    SetUpSite,
)
from desktop.use_cases import settings_file
from resources import path as resource


def get_ready(request: Request) -> None:
    """Do ahead what the command will need; what is wrong with it is said by the command itself."""
    match request:
        case SaveEnterprise(name=name) | IssueTicket(enterprise=EnterpriseFields(name=name)):
            search_keys(name[:1])
        case ImportEnterprises(rows=(ImportRow(name=name), *_)):
            search_keys(name[:1])
        case SetUpSite():
            read_catalogue(resource("catalogue/catalogue.yaml"))
        case ImportSettings(path=path):
            with suppress(DeskError):
                settings_file.get_ready(path)
        case LoadCatalogue(path=path):
            with suppress(DeskError):
                read_catalogue(path)
