/** Drawings for the events of a life that packs name most; any other wears the common one. */

import type { IconName } from '../../ui/icons';

const ICONS: Record<string, IconName> = {
  birth: 'pram', school: 'book', marriage: 'rings', business: 'shop', health: 'health', 'old-age': 'elder', moving: 'house', death: 'flower', documents: 'card',
};

export const lifeIcon = (id: string): IconName => ICONS[id] ?? 'form';
