from django.apps import AppConfig
from django.utils.module_loading import import_string


class OfficersConfig(AppConfig):
    """Officers, assignments, absences and the activity log."""

    name = "officers"

    def ready(self) -> None:
        """Hear of drills and events; say where names may stand, what a line can be."""
        register = import_string("sro_program.audit.sealing.register")
        register(import_string("officers.sealing.PLACES"))
        promotion = import_string("officers.ports.Promotion")
        promotions = import_string("officers.ports.promotions")
        promotions.append(promotion("A safety finding", "officers:find"))
        on_drill = import_string("schools.ports.on_drill")
        on_drill.append(import_string("officers.actions.drill_line.write_drill_line"))
        on_campus = import_string("schools.ports.on_campus")
        on_campus.append(import_string("officers.campus.covers_on"))
        screens = import_string("schools.ports.clause_screens")
        screens += import_string("officers.clauses.SCREENS")
        on_events = import_string("schools.ports.on_events")
        on_events.append(import_string("officers.actions.event_line.follow_events"))
        event_offers = import_string("schools.ports.event_offers")
        event_offers.append(import_string("officers.attending.offers_on_events"))
        beside_events = import_string("schools.ports.beside_events")
        beside_events.append(import_string("officers.attending.pages_beside_events"))
