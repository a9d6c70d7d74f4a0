"""Stands in for Odoo 19.0: reads its configuration, keeps its processes, logs in where it would."""
