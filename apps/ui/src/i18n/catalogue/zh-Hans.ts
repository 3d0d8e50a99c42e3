import type { Messages } from '../pseudo';
import { merged } from './merge';

/** What the first screens say. */
export default merged(
  import.meta.glob<Messages>(['../../../../../assets/messages/zh-Hans/{app,core,errors,outbox,types,ui}.json'], { eager: true, import: 'default' }),
);
