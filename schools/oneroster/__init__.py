"""Reading what a school information system exports: OneRoster 1.2 CSV (and 1.1).

The steps, each in its module: `packages` opens a zip or folder safely, `sheets`
reads rows, `checking` turns them into a `Roster` and a list of problems,
`comparing` says what would change, `applying` changes it.

What we decided to keep (least data): a person's name, school, kind, grade and, for
staff, position. Of `enrollments.csv` only two things remain: how many students a
class has, and who teaches it. Which child sits in which class is not stored, nor are
birth dates, addresses, e-mails, phones, passwords or demographics, which are never
even read. It follows that a delta file cannot change a class's size: the size moves
with the next full file.

People, classes and schools are ended, never deleted: by `tobedeleted` in a delta
file, by absence in a full one. A row that could not be read ends nobody: its id counts
as mentioned, and where not even that can be read, nothing of its kind ends by absence.
"""
