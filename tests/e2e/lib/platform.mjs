// The platform as its own process, with a data folder that survives a restart.
import { Running, program, run } from './processes.mjs';

export class Platform {
  #data;
  #process;
  address;

  constructor(data) {
    this.#data = data;
  }

  /** `at`: the instant its clock starts from; the machine's clock when not given. */
  async start({ at } = {}) {
    const listen = this.address?.slice('http://'.length) ?? '127.0.0.1:0';
    const args = ['serve', '--data', this.#data, '--listen', listen, ...(at ? ['--at', at] : [])];
    this.#process = new Running(program('tongban-platform'), args, { log: 'platform' });
    this.address = (await this.#process.ready()).listening;
  }

  async stop() {
    await this.#process?.stop();
    this.#process = undefined;
  }

  /** Ends it in the middle of whatever it does. */
  async kill() {
    await this.#process?.kill();
    this.#process = undefined;
  }

  /** A voucher for a resident of the demo, as the clerk's printer would show it. */
  voucher(resident = 'zhou-guifang') {
    return this.#ops(['voucher', '--resident', resident]);
  }

  /** The same, also as the page that the printer gets. */
  voucherOnPaper(file, resident = 'zhou-guifang') {
    return this.#ops(['voucher', '--resident', resident, '--out', file]);
  }

  /** Adds a member of staff; gives the voucher for the device of their desk. */
  staffVoucher(name, roles) {
    return this.#ops(['staff', 'add', name, ...roles.flatMap((role) => ['--role', role])]);
  }

  /** Revokes a certificate and publishes the status list that says so at once. */
  revoke(certificate) {
    return this.#ops(['revoke', certificate, '--publish-now']);
  }

  #ops([verb, ...args]) {
    const result = run(program('tongban'), ['ops', verb, ...args, '--data', this.#data, '--json']);
    if (result.code !== 0) throw new Error(`tongban ops ${verb}: ${result.stdout}${result.stderr}`);
    return result.json;
  }
}
