/** A path of the app's own pages; null for whatever could be anything else. */
export function ownPath(link: string): string | null {
  return /^\/(?!\/)[\w\-./~%?=&]*$/.test(link) ? link : null;
}
