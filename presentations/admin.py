"""Topics and conflict levels for administrators; talks are only looked at here."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from presentations.models import (
    ConflictRule,
    Delivery,
    Feedback,
    Presentation,
    Topic,
    TopicMaterial,
)
from sro_program.core.admin import ReadOnlyAdmin, ReferenceAdmin, ReferenceInline


class MaterialInline(ReferenceInline[TopicMaterial, Topic]):
    """Files come and go through the library's own page, which checks them."""

    model = TopicMaterial
    fields = ("title", "media_type", "size", "uploaded_at", "removed_at")
    readonly_fields = fields

    def has_add_permission(
        self, request: HttpRequest, obj: Topic | None = None
    ) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Topic | None = None
    ) -> bool:
        return False


@admin.register(Topic)
class TopicAdmin(ReferenceAdmin[Topic]):
    list_display = ("title", "grades", "for_adults", "minutes", "sensitive", "version")
    list_filter = ("is_active", "for_adults", "sensitive")
    search_fields = ("title", "summary")
    readonly_fields = ("version", "updated_by", "updated_at")
    inlines = (MaterialInline,)

    def save_model(
        self, request: HttpRequest, obj: Topic, form: ModelForm[Topic], change: bool
    ) -> None:
        """A new version under this person's name, as in the library's own page."""
        obj.version += 1 if change else 0
        obj.updated_by_id = request.user.pk
        super().save_model(request, obj, form, change)


@admin.register(ConflictRule)
class ConflictRuleAdmin(ReferenceAdmin[ConflictRule]):
    list_display = ("district", "kind", "level")
    list_filter = ("district",)
    deletable = True


@admin.register(Presentation)
class PresentationAdmin(ReadOnlyAdmin[Presentation]):
    list_display = ("topic", "school", "officer", "starts_at", "status")
    list_filter = ("status", "kind")
    list_select_related = ("topic", "school", "officer__user")
    show_full_result_count = False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin[Delivery]):
    list_display = ("presentation", "head_count", "minutes", "recorded_at")
    list_select_related = ("presentation__topic", "presentation__school")
    show_full_result_count = False


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin[Feedback]):
    list_display = ("presentation", "was_clear", "fitted_the_class", "would_ask_again")
    list_select_related = ("presentation__topic", "presentation__school")
    show_full_result_count = False
