/** A command as it is put together: its name, what its help tells, what it takes, and what it does. */
import { type Operand, operandOf } from './operand.js';
import { HELP, type Option, type OptionManner, optionOf, VERSION } from './option.js';

/** Called with its operands as they were declared, and its options by their keys behind them. */
export type Action = (...given: never[]) => Promise<void>;

export class Command {
  readonly operands: Operand[] = [];
  /** Those that every command has, too. */
  readonly options: Option[] = [];
  readonly commands: Command[] = [];
  /** What the help says behind the options. */
  readonly epilogue: string[] = [];
  /** One line in the help of the program. */
  summarized = '';
  described = '';
  act: Action | undefined;

  constructor(readonly name: string) {}

  /** A subcommand. */
  command(name: string): Command {
    const command = new Command(name);
    this.commands.push(command);
    return command;
  }

  summary(text: string): this {
    this.summarized = text;
    return this;
  }

  description(text: string): this {
    this.described = text;
    return this;
  }

  /** @param usage `<file>`, `[file]`, or `[file...]` */
  argument(usage: string, help: string): this {
    this.operands.push(operandOf(usage, help));
    return this;
  }

  /** @param flags `-c, --config <file>`, where the letter and the value may be missing */
  option(flags: string, help: string, manner?: OptionManner): this {
    this.options.push(optionOf(flags, help, manner));
    return this;
  }

  addHelpText(text: string): this {
    this.epilogue.push(text);
    return this;
  }

  action(act: Action): this {
    this.act = act;
    return this;
  }
}

/** Its own, and those that every command has. */
export function allOptions({ options }: Command): readonly Option[] {
  return [...options, VERSION, HELP];
}
