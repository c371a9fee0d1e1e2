/**
 * Lines for people who look on while a command works: the time since its start, the meter where there are
 * several, which way something went, what it is, and the text. Details stand below it, indented.
 */
import type { Trace } from '../client/primitive.js';
import type { Clock } from '../meter/clock.js';

/** Select graphic rendition of a terminal (ECMA-48). */
const COLOURS = { sent: 36, received: 32, error: 31, warning: 33, notice: 1, dim: 2 } as const;

export type Colour = keyof typeof COLOURS;

export interface ShownLine {
  /** At most four letters: `link`, `err`. */
  readonly label: string;
  readonly text: string;
  readonly device?: string | undefined;
  readonly direction?: Trace['direction'] | undefined;
  readonly colour?: Colour | undefined;
  readonly details?: readonly Detail[] | undefined;
}

export interface Detail {
  readonly text: string;
  /** Dim where left out. */
  readonly colour?: Colour | undefined;
}

export type ShowLine = (line: ShownLine) => void;

export interface TraceLinesOptions {
  readonly print: (line: string) => void;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether lines may have the colours of a terminal. */
  readonly colours: boolean;
  /** Names of the meters that lines are about; their column is as wide as the longest. */
  readonly devices?: readonly string[] | undefined;
}

const TIME_WIDTH = 10;
const LABEL_WIDTH = 4;
const ARROWS = { sent: '→', received: '←' } as const;

export function traceLines({ print, clock, colours, devices = [] }: TraceLinesOptions): ShowLine {
  const start = clock.now();
  const nameWidth = Math.max(0, ...devices.map(({ length }) => length));
  const coloured = (text: string, colour: Colour | undefined): string =>
    colours && colour !== undefined ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text;
  const indent = ' '.repeat(TIME_WIDTH + (nameWidth > 0 ? nameWidth + 2 : 0) + LABEL_WIDTH + 7);
  return ({ label, text, device = '', direction, colour = direction, details = [] }) => {
    const time = `+${((clock.now() - start) / 1000).toFixed(3)}`.padStart(TIME_WIDTH);
    const name = nameWidth > 0 ? `  ${device.padEnd(nameWidth)}` : '';
    const arrow = direction === undefined ? ' ' : ARROWS[direction];
    const head = `${coloured(time, 'dim')}${name}  ${coloured(`${arrow} ${label.padEnd(LABEL_WIDTH)}`, colour)}`;
    print(`${head}  ${coloured(visible(text), colour)}`.trimEnd());
    for (const detail of details) print(indent + coloured(visible(detail.text), detail.colour ?? 'dim'));
  };
}

/** What a meter sends may hold anything: control characters would break the line, or the terminal. */
function visible(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
