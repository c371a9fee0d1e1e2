/** Moves the steps of a climb on by what is seen on the line. */
import type { OpenTransport } from '../transport/transport.js';
import { type KeptSilenceOptions, keepingSilence } from './kept-silence.js';
import type { StepBoard } from './step-board.js';
import type { Moment } from './trace-moment.js';

type ClimbTiming = Pick<KeptSilenceOptions, 'now' | 'pollDelayMs'>;

export class Climb {
  readonly #board: StepBoard;
  readonly #timing: ClimbTiming;

  constructor(board: StepBoard, timing: ClimbTiming) {
    this.#board = board;
    this.#timing = timing;
  }

  /** The same line, watched. A second opening is the one behind the public association. */
  opening(open: OpenTransport): OpenTransport {
    return async (signal) => {
      const board = this.#board;
      if (board.running === 'invocation-counter') board.end('done');
      const transport = await open(signal);
      board.note('line', { line: transport.name });
      if (board.running === 'line') board.end('done');
      board.begin('invocation-counter');
      return keepingSilence(transport, { ...this.#timing, onKept: (ms) => board.keptSilence(ms) });
    };
  }

  saw(moment: Moment | undefined): void {
    const board = this.#board;
    // The public association has the same steps; they are told once, of the one that counts.
    if (moment === undefined || board.running === 'invocation-counter') return;
    switch (moment.kind) {
      case 'sign-on':
        board.begin('iec-sign-on');
        break;
      case 'identification':
        board.note('iec-sign-on', { identification: moment.text });
        break;
      case 'SNRM':
        board.begin('link');
        break;
      case 'UA':
        if (board.running === 'link') board.end('done');
        break;
      case 'AARQ':
        board.begin('association');
        break;
      case 'AARE':
        break;
      case 'request':
        if (board.running === 'association') board.begin('authentication');
        break;
    }
  }
}
