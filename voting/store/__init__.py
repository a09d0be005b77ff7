"""Where facts are kept: tables, transactions and migrations. Rows never leave this room."""
