/** Which craft a certificate type wears. A type that is not known wears plain ink. */

import business from '../../../../assets/art/business.svg?url';
import elder from '../../../../assets/art/elder.svg?url';
import residence from '../../../../assets/art/residence.svg?url';
import identity from '../../../../assets/art/resident-identity.svg?url';
import social from '../../../../assets/art/social.svg?url';

const ART: Record<string, { url: string; ground: string }> = {
  'resident-identity': { url: identity, ground: '#2c3440' },
  'elderly-card': { url: elder, ground: '#37203f' },
  'business-licence': { url: business, ground: '#23204a' },
  'residence-permit': { url: residence, ground: '#5a2716' },
};

export const artOf = (typeName: string) => ART[typeName] ?? { url: null, ground: '#14213d' };

/** Only for the picture on the first screen. */
export const SAMPLES = [business, social, elder];
