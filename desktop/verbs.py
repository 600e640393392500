"""Which use case answers which request: one table for writing, one for looking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop import requests as r
from desktop import snapshots as s
from desktop.journal.looking import Look
from desktop.journal.work import Work
from desktop.use_cases import (
    administration,
    calendars,
    case_files,
    casework,
    catalogue_upkeep,
    consents,
    counter,
    days,
    enterprise_files,
    enterprise_import,
    enterprise_merging,
    enterprises,
    fences,
    helping,
    guide_desk,
    looking,
    lost_counters,
    paper_facts,
    paperwork,
    people,
    previews,
    reception,
    reports,
    serving,
    settings_file,
    signing_in,
    suggesting,
    undoing,
    told,
    waiting,
)

Writing = tuple[Callable[[Work, Any], s.Answer], type[s.Answer]]

WRITES: dict[type[r.Request], Writing] = {
    r.SetUpSite: (administration.set_up, s.SiteAnswer),
    r.AddStaff: (people.add, s.StaffAnswer),
    r.RecordSignIn: (signing_in.record, s.SignInAnswer),
    r.KeepPassword: (signing_in.keep, s.StaffAnswer),
    r.ResetPassword: (signing_in.reset, s.StaffAnswer),
    r.SetSetting: (administration.set_setting, s.SettingsAnswer),
    r.LoadCatalogue: (catalogue_upkeep.load, s.CatalogueCounts),
    r.SaveCatalogueEntry: (catalogue_upkeep.save, s.CatalogueEntryAnswer),
    r.ImportCalendar: (calendars.import_calendar, s.CalendarAnswer),
    r.ImportSettings: (settings_file.take_over, s.SettingsImportAnswer),
    r.ConfirmClock: (administration.confirm_clock, s.Nothing),
    r.SaveEnterprise: (enterprises.save_enterprise, s.EnterpriseAnswer),
    r.CareForEnterprise: (enterprise_files.care, s.EnterpriseAnswer),
    r.SaveContact: (enterprise_files.contact, s.ContactAnswer),
    r.NoteEnterprise: (enterprise_files.note, s.NoteAnswer),
    r.RevealContact: (enterprise_files.reveal, s.ContactAnswer),
    r.MergeEnterprises: (enterprise_merging.merge, s.EnterpriseAnswer),
    r.ImportEnterprises: (enterprise_import.import_rows, s.ImportAnswer),
    r.IssueTicket: (reception.issue, s.IssueAnswer),
    r.AnswerEnquiry: (guide_desk.answer, s.EnquiryAnswer),
    r.GiveLastNumber: (guide_desk.last_number, s.WindowAnswer),
    r.ReopenWindow: (guide_desk.reopen, s.WindowAnswer),
    r.GiveConsent: (consents.give, s.ConsentAnswer),
    r.WithdrawConsent: (consents.withdraw, s.ConsentAnswer),
    r.CancelTicket: (reception.cancel, s.TicketAnswer),
    r.VoidTicket: (reception.void, s.TicketAnswer),
    r.ReinstateTicket: (reception.reinstate, s.TicketAnswer),
    r.ReleasePlace: (reception.release, s.TicketAnswer),
    r.OpenCounter: (counter.open_counter, s.CounterAnswer),
    r.PauseCounter: (counter.pause, s.CounterAnswer),
    r.ResumeCounter: (counter.resume_work, s.CounterAnswer),
    r.CloseCounter: (counter.close, s.CounterAnswer),
    r.CallNext: (counter.call_next, s.MaybeTicketAnswer),
    r.CallTicket: (counter.call_ticket, s.CalledAnswer),
    r.Recall: (counter.recall, s.TicketAnswer),
    r.StartService: (counter.start, s.TicketAnswer),
    r.NoShow: (counter.no_show, s.TicketAnswer),
    r.HoldTicket: (counter.hold, s.TicketAnswer),
    r.ResumeTicket: (counter.resume, s.TicketAnswer),
    r.TakeOver: (lost_counters.take_over, s.TicketAnswer),
    r.ReturnLost: (lost_counters.return_lost, s.ReturnedAnswer),
    r.RecordLate: (fences.record_late, s.Nothing),
    r.UndoStop: (undoing.undo_stop, s.UndoneAnswer),
    r.AskHelp: (helping.ask, s.CounterAnswer),
    r.EndHelp: (helping.end, s.CounterAnswer),
    r.AddItems: (serving.add, s.AddedAnswer),
    r.FinishStop: (serving.finish, s.FinishAnswer),
    r.TransferStop: (serving.transfer, s.TicketAnswer),
    r.AcceptCase: (casework.accept_case, s.CaseAnswer),
    r.AskSupplement: (casework.supplement_case, s.CaseAnswer),
    r.Supplemented: (casework.supplemented_case, s.CaseAnswer),
    r.PromiseGap: (casework.gap_case, s.CaseAnswer),
    r.FillGap: (casework.fill_gap_of_case, s.CaseAnswer),
    r.ResolveCase: (casework.resolve_case, s.CaseAnswer),
    r.ForwardCase: (casework.forward_case, s.CaseAnswer),
    r.RefuseCase: (casework.refuse_case, s.CaseAnswer),
    r.ExtendCase: (casework.extend_case, s.CaseAnswer),
    r.WithdrawCase: (casework.withdraw_case, s.CaseAnswer),
    r.TerminateCase: (casework.terminate_case, s.CaseAnswer),
    r.AssignCase: (casework.assign_case, s.CaseAnswer),
    r.UndoCase: (undoing.undo_case, s.CaseAnswer),
    r.NoteMaterials: (casework.note_materials, s.CaseAnswer),
    r.DeliverCase: (casework.deliver_case, s.CaseAnswer),
    r.PaperWasPrinted: (paperwork.printed, s.PaperAnswer),
    r.ReprintPaper: (paperwork.reprint, s.PaperAnswer),
    r.VoidPaper: (paperwork.void, s.PaperAnswer),
    r.CloseDay: (days.close, s.DayCloseAnswer),
    r.OpenDay: (days.open_day, s.Nothing),
}

LOOKS: dict[type[r.Request], Callable[[Look, Any], s.Answer]] = {
    r.ShowSite: looking.site,
    r.ListStaff: looking.staff_list,
    r.GetSettings: looking.settings,
    r.ShowCatalogue: looking.catalogue,
    r.ShowCatalogueHistory: catalogue_upkeep.history,
    r.PreviewRules: previews.rules,
    r.ExportSettings: settings_file.export,
    r.ComputeDue: looking.due,
    r.FindEnterprises: looking.enterprises,
    r.ListEnterprises: enterprise_files.listed,
    r.ShowEnterprise: enterprise_files.file,
    r.ShowTicket: looking.ticket,
    r.FindTickets: looking.tickets,
    r.ListOpenTickets: looking.open_tickets,
    r.ShowCounter: looking.counter,
    r.ShowQueue: looking.queue,
    r.ShowBoard: looking.board,
    r.ListCases: looking.cases,
    r.ShowCase: case_files.case,
    r.SavePaper: paper_facts.save,
    r.FiguresOfDay: reports.figures,
    r.FiguresOfWaits: told.figures,
    r.SuggestWindows: suggesting.suggest,
    r.EstimateWait: waiting.wait,
}

OF_THE_DESK = (
    r.SetClock,
    r.CheckCode,
    r.SignIn,
    r.SetPassword,
    r.MakeBackup,
    r.RestoreBackup,
    r.VerifyJournal,
    r.RebuildState,
)
"""Requests that the desk itself answers: they are about no single moment of a site."""

_BY_ITSELF = (
    *(r.OpenDay, r.ReturnLost, r.RecordLate),
    *(r.RecordSignIn, r.KeepPassword, r.ResetPassword),
)
"""What the desk does by itself: no line of the console asks for it."""

_ALL: tuple[type[r.Request], ...] = (*WRITES, *LOOKS, *OF_THE_DESK)

VERBS: dict[str, type[r.Request]] = {kind.verb: kind for kind in _ALL if kind not in _BY_ITSELF}
"""Every verb of the console."""
