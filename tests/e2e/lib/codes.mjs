// Codes read by other people's software, and codes broken on purpose.
import { run, program } from './processes.mjs';

/** What `zbarimg` reads in a picture, one text a code. */
export function readByZbar(picture) {
  const { stdout } = run('zbarimg', ['--quiet', '--raw', '--set', 'disable', '--set', 'qrcode.enable', picture]);
  return stdout.split('\n').filter((line) => line !== '');
}

/** The verdict of `tongban verify` at an instant, trusting only what is built in or what `more` names. */
export function verify(text, at, more = []) {
  // No person's data folder may lend its trust to the test.
  const env = { XDG_DATA_HOME: '/nonexistent', TONGBAN_TRUST: undefined };
  const { code, json } = run(program('tongban'), ['verify', '--json', '--at', at, ...more, text], { env });
  return { code, ...json };
}

/** Draws a text as a code into a PNG file. */
export function draw(text, file) {
  const { code, stdout } = run(program('tongban'), ['code', 'draw', text, '-o', file, '--scale', '6', '--force', '--json']);
  if (code !== 0) throw new Error(`tongban code draw: ${stdout}`);
}

/** The same code with one bit of its last byte changed, which is in the holder's signature. */
export function withOneBitFlipped(text) {
  const { prefix, bytes } = parse(text);
  bytes[bytes.length - 1] ^= 1;
  return prefix + toBase45(bytes);
}

/** The same code with another issuer slot: the first `kid` of the issuer's protected header. */
export function withUnknownIssuer(text) {
  const { prefix, bytes } = parse(text);
  const at = findIssuerSlot(bytes);
  bytes[at] ^= 0x40;
  return prefix + toBase45(bytes);
}

// Protected header of the certificate: … 4: h'<slot>' …; key 4 (0x04) followed by a one-byte string (0x41).
function findIssuerSlot(bytes) {
  for (let at = 0; at < bytes.length - 2; at += 1) {
    if (bytes[at] === 0x04 && bytes[at + 1] === 0x41) return at + 2;
  }
  throw new Error('no issuer slot in the code');
}

function parse(text) {
  const at = text.indexOf(':') + 1;
  return { prefix: text.slice(0, at), bytes: fromBase45(text.slice(at)) };
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

function fromBase45(text) {
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = [...text.slice(at, at + 3)].map((letter) => ALPHABET.indexOf(letter));
    const value = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    bytes.push(...(digits.length === 3 ? [value >> 8, value & 255] : [value]));
  }
  return bytes;
}

function toBase45(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = at + 1 < bytes.length;
    let value = pair ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
    for (let digit = 0; digit < (pair ? 3 : 2); digit += 1) {
      text += ALPHABET[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return text;
}
