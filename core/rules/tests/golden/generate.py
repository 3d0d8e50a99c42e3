#!/usr/bin/env python3
"""Writes deadlines.csv: golden deadlines for every calendar, 2020 to 2026.

A second implementation that shares nothing with the crate but the raw calendar files. It keeps
sorted lists of working days and looks positions up in them, where the crate walks from day to
day; Islamic dates come from the Julian day number, where the crate counts from its own epoch.

    python3 generate.py > deadlines.csv
"""

import bisect
import datetime
import json
import pathlib
import random

CALENDARS = pathlib.Path(__file__).resolve().parents[4] / "assets" / "calendars"
FIRST, LAST = datetime.date(2019, 1, 1), datetime.date(2029, 12, 31)
CASES = 340
DAY = datetime.timedelta(1)


def islamic(year, month, day):
    julian = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day + 1948440 - 385
    return datetime.date.fromordinal(julian - 1721425)


def every_day():
    day = FIRST
    while day <= LAST:
        yield day
        day += DAY


class Calendar:
    def __init__(self, name):
        about = json.loads((CALENDARS / name / "calendar.json").read_text("utf-8"))
        base = Calendar(about["base"]) if "base" in about else None
        self.off, self.doubtful, self.made_up = self.own(name, about) if base is None else (
            set(base.off), set(base.doubtful), set(base.made_up))
        if "computed" in about:
            self.add(about["computed"])
        self.working = [day for day in every_day() if day not in self.off]

    @staticmethod
    def own(name, about):
        off = {day for day in every_day() if day.isoweekday() in about["weekly_days_off"]}
        years, made_up = set(), set()
        for file in sorted((CALENDARS / name).glob("[0-9]*.json")):
            year = json.loads(file.read_text("utf-8"))
            years.add(year["year"])
            for entry in year["days"]:
                day = datetime.date.fromisoformat(entry["date"])
                if entry["isOffDay"]:
                    off.add(day)
                else:
                    off.discard(day)
                    made_up.add(day)
        return off, {day for day in every_day() if day.year not in years}, made_up

    def add(self, computed):
        base_off = frozenset(self.off)
        for festival in computed["festivals"]:
            for year in range(1438, 1455):
                start = islamic(year, festival["islamic_month"], festival["islamic_day"])
                if not computed["from_year"] <= start.year <= computed["until_year"]:
                    continue
                own = [start + i * DAY for i in range(festival["days"])]
                wanted = sum(day in base_off for day in own) if festival["on_day_off"] == "moves" else 0
                day = own[-1]
                while wanted:
                    day += DAY
                    if day not in base_off and day not in self.made_up:
                        own.append(day)
                        wanted -= 1
                self.off.update(own)
                self.doubtful.update(own)

    def due(self, start, days, unit):
        if unit == "working" and days:
            return self.working[bisect.bisect_right(self.working, start) + days - 1]
        return self.working[bisect.bisect_left(self.working, start + days * DAY)]

    def provisional(self, start, due):
        return any(start < day <= due for day in self.doubtful)


def chosen():
    """Starts around everything that is special, with the limits that the laws know."""
    for year in range(2020, 2027):
        for month, day in [(1, 1), (1, 20), (4, 29), (5, 22), (9, 28), (12, 20), (12, 31)]:
            for days, unit in [(5, "working"), (20, "working"), (15, "calendar")]:
                yield datetime.date(year, month, day), days, unit
    yield datetime.date(2024, 2, 9), 0, "working"
    yield datetime.date(2024, 2, 10), 0, "calendar"
    yield datetime.date(2020, 1, 23), 1, "working"


def main():
    print("calendar,from,days,unit,due,provisional")
    for name in sorted(folder.name for folder in CALENDARS.iterdir() if folder.is_dir()):
        calendar = Calendar(name)
        draw = random.Random(name)
        cases = list(chosen())
        while len(cases) < CASES:
            start = datetime.date(2020, 1, 1) + draw.randrange(2557) * DAY
            days = draw.choice([1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, draw.randint(0, 90)])
            cases.append((start, days, draw.choice(["working", "calendar"])))
        for start, days, unit in cases:
            due = calendar.due(start, days, unit)
            print(f"{name},{start},{days},{unit},{due},{str(calendar.provisional(start, due)).lower()}")


main()
