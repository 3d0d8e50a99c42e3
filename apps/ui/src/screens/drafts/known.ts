/** Which answers of a page need not be typed, grouped by where they come from. */

import type { FormFieldView, SourceView } from '../../api/generated/api';

export interface KnownGroup {
  /** Title of the certificate; null for what the form computes. */
  source: string | null;
  basis: SourceView | null;
  fields: FormFieldView[];
}

/** `opened`: fields that the person wants to write anew; only what is editable can be. */
export function isKnown(field: FormFieldView, opened: ReadonlySet<string>): boolean {
  if (field.value === null) return false;
  return field.origin?.kind === 'computed' || (field.origin?.kind === 'known' && !(field.editable && opened.has(field.id)));
}

export function knownGroups(fields: FormFieldView[], opened: ReadonlySet<string>): KnownGroup[] {
  const groups: KnownGroup[] = [];
  for (const field of fields) {
    if (!field.visible || !isKnown(field, opened)) continue;
    const source = field.origin?.kind === 'known' ? field.origin.source : null;
    const group = groups.find((other) => other.source === source);
    if (group) group.fields.push(field);
    else groups.push({ source, basis: field.origin?.kind === 'known' ? field.origin.basis : null, fields: [field] });
  }
  return groups;
}
