"""The knowledge base of Veiligheidsnetwerk Oost-Nederland: what mkdocs-macros asks of the `macros` module."""

from macros.env import define_env, on_pre_page_macros

__all__ = ["define_env", "on_pre_page_macros"]
