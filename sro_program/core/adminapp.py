from django.contrib.admin.apps import AdminConfig


class ProductAdminConfig(AdminConfig):
    """Django admin, with our own site instead of its default one."""

    default_site = "sro_program.core.adminsite.ProductAdminSite"
