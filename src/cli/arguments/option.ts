/** One option of a command, written as its help shows it: `-c, --config <file>`. */

export interface OptionManner {
  /** It is understood, but not shown by the help. */
  readonly hidden?: boolean;
  /** The name of another option that cannot be given with it. */
  readonly conflicts?: string;
  /** Its value where it is not given. */
  readonly fallback?: string;
  /** It may be given several times; its value is the list of all that was given. */
  readonly repeatable?: boolean;
}

export interface Option extends OptionManner {
  /** As they were written. */
  readonly flags: string;
  /** `config` */
  readonly name: string;
  /** `c` */
  readonly short: string | undefined;
  readonly takesValue: boolean;
  readonly help: string;
}

const FLAGS = /^(?:-(\w), )?--([\w-]+)( <.+>)?$/;

export const HELP = optionOf('-h, --help', 'shows this help');
export const VERSION = optionOf('-V, --version', 'shows the version of this program');

export function optionOf(flags: string, help: string, manner: OptionManner = {}): Option {
  const [, short, name = '', value] = FLAGS.exec(flags) ?? [];
  return { ...manner, flags, name, short, takesValue: value !== undefined, help };
}

/** The key of the value of an option: `slaveAddress` of `slave-address`. */
export function keyOf(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
