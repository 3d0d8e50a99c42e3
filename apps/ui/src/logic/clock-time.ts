/** Times of day as people type them. */

/** As `HH:MM` where it can be meant so: `7:00`, `0730`, `22：30`, `22`. What is no time stays as it was typed: the core says why. */
export function clockTime(typed: string): string {
  const plain = typed.normalize('NFKC').trim();
  const [, hours, minutes] = /^(\d{1,2})(?:[:.\s]?(\d{2}))?$/.exec(plain) ?? [];
  return hours === undefined ? plain : `${hours.padStart(2, '0')}:${minutes ?? '00'}`;
}

/** Minutes of the day of `HH:MM`. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** The day as one line, from midnight to midnight: which part is quiet, in minutes. Equal ends are no quiet at all. */
export function dayLine(from: string, to: string): { quiet: boolean; minutes: number }[] {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  const parts = start === end
    ? [{ quiet: false, minutes: DAY }]
    : start < end
      ? [{ quiet: false, minutes: start }, { quiet: true, minutes: end - start }, { quiet: false, minutes: DAY - end }]
      : [{ quiet: true, minutes: end }, { quiet: false, minutes: start - end }, { quiet: true, minutes: DAY - start }];
  return parts.filter(({ minutes }) => minutes > 0);
}

const DAY = 24 * 60;
