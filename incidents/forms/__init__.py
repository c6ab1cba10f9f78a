"""What people fill in about incidents.

Nothing typed is lost on a dropped connection or an expired session: these forms are
kept in the tab, for this person alone, until the server has accepted them; signing out
or closing the tab ends that. The order of a court is never kept.
"""
