/**
 * A USB scanner is a keyboard that types very fast and ends with Enter. This collects what it
 * types while no input has the focus; a person's own keys are too slow to be taken for it.
 */
export class ScannerBuffer {
  private text = '';
  private last = 0;

  /** Returns the scanned text when this key ends one. `at` in milliseconds. */
  key(key: string, at: number): string | null {
    if (at - this.last > SLOWEST_GAP_MS) this.text = '';
    this.last = at;
    if (key === 'Enter') {
      const scanned = this.text;
      this.text = '';
      return scanned.length >= SHORTEST_CODE ? scanned : null;
    }
    if ([...key].length === 1) this.text += key;
    return null;
  }

  /** True while a burst is coming in: single-key shortcuts must not act then. */
  get busy(): boolean {
    return this.text.length > 1;
  }
}

const SLOWEST_GAP_MS = 250;
const SHORTEST_CODE = 12;
