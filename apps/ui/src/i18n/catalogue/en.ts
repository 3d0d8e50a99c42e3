import type { Messages } from '../pseudo';
import { merged } from './merge';

export default merged(
  import.meta.glob<Messages>(['../../../../../assets/messages/en/*.json', '!**/cli.json'], { eager: true, import: 'default' }),
);
