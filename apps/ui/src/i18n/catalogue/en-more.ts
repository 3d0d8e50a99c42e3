import type { Messages } from '../pseudo';
import { merged } from './merge';

/** What the other screens say. */
export default merged(
  import.meta.glob<Messages>(['../../../../../assets/messages/en/*.json', '!**/{app,core,errors,outbox,types,ui}.json', '!**/{cli,confirm,export,platform,served}.json'], { eager: true, import: 'default' }),
);
