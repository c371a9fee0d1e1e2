/** The aliases of the meters in this runtime: each is the first part of topics, and so is given once. */
import { DlmsError } from '../src/errors.js';

interface Owner {
  readonly alias: string;
  readonly chosen: boolean;
}

export class AliasRegister {
  /** By their ids. */
  readonly #owners = new Map<string, Owner>();

  /**
   * @param chosen by the user; an alias that was only made from a name may be shared.
   * @returns what the user is to know of an alias that is shared
   * @throws DlmsError DLMS_SETTING where another meter was given it, too
   */
  take(alias: string, id: string, chosen: boolean): string | undefined {
    const others = [...this.#owners].filter(([other, owner]) => other !== id && owner.alias === alias);
    if (chosen && others.some(([, other]) => other.chosen)) throw taken(alias);
    this.#owners.set(id, { alias, chosen });
    if (others.length === 0) return undefined;
    return `alias "${alias}" is that of another meter, too, so that their topics are the same: give each meter an alias of its own`;
  }

  /** Gives back whatever this id had taken. */
  giveBack(id: string): void {
    this.#owners.delete(id);
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
