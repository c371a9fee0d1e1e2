/** The aliases of the meters in this runtime: each is the first part of topics, and so is given once. */
import { DlmsError } from '../src/errors.js';

export class AliasRegister {
  readonly #owners = new Map<string, string>();

  /**
   * @param chosen by the user; an alias that was only made from a name may be shared.
   * @throws DlmsError DLMS_SETTING where another meter has it
   */
  take(alias: string, id: string, chosen: boolean): void {
    if (!chosen) return;
    const owner = this.#owners.get(alias);
    if (owner !== undefined && owner !== id) throw taken(alias);
    this.#owners.set(alias, id);
  }

  /** Gives back whatever this id had taken. */
  giveBack(id: string): void {
    for (const [alias, owner] of this.#owners) if (owner === id) this.#owners.delete(alias);
  }
}

function taken(alias: string): DlmsError {
  return new DlmsError(`alias "${alias}" is not allowed: another meter has it`, {
    code: 'DLMS_SETTING',
    layer: 'settings',
    fault: 'settings',
    hint: 'Give each meter an alias of its own; it is the first part of its topics.',
  });
}
