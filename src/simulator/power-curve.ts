/**
 * The power of a simulated household with a solar roof. It repeats every week, and between nodes that
 * lie 20 s apart it runs straight, so that energy is its exact integral (see energy-integral.ts).
 */
import { seeded } from './seeded.js';

export const WEEK_SECONDS = 604_800;
export const NODE_SECONDS = 20;

/** W and var; positive is taken from the grid, negative is given to it. */
export interface Power {
  readonly active: number;
  readonly reactive: number;
}

/** Power at a node, counted from Monday 00:00 of local standard time; any integer is a node. */
export type PowerCurve = (node: number) => Power;

interface Wave {
  readonly cyclesPerWeek: number;
  readonly amplitude: number;
}

const BASE_LOAD_W = 1150;
const SOLAR_PEAK_W = 3600;
const NODES = WEEK_SECONDS / NODE_SECONDS;

/** From days to minutes; the sum of amplitudes stays below the base load, so that the load is never negative. */
const LOAD_WAVES: readonly Wave[] = [
  { cyclesPerWeek: 5, amplitude: 90 },
  { cyclesPerWeek: 11, amplitude: 80 },
  { cyclesPerWeek: 29, amplitude: 110 },
  { cyclesPerWeek: 97, amplitude: 90 },
  { cyclesPerWeek: 241, amplitude: 70 },
  { cyclesPerWeek: 1009, amplitude: 60 },
  { cyclesPerWeek: 5003, amplitude: 40 },
];

const REACTIVE_WAVES: readonly Wave[] = [
  { cyclesPerWeek: 13, amplitude: 60 },
  { cyclesPerWeek: 131, amplitude: 40 },
  { cyclesPerWeek: 2003, amplitude: 25 },
];

/** The curve of one meter; another seed gives another household. */
export function powerCurve(seed: number): PowerCurve {
  const size = 0.7 + 0.7 * seeded(seed, 0);
  const roof = 0.8 + 0.4 * seeded(seed, 1);
  return (node) => {
    const second = (((node % NODES) + NODES) % NODES) * NODE_SECONDS;
    const load = BASE_LOAD_W + daily(second, 300, 19) + twiceDaily(second) + waves(LOAD_WAVES, second, seed);
    const solar = SOLAR_PEAK_W * roof * sunlight(second) * clouds(second, seed);
    const reactive = 130 + daily(second, 170, 19) + waves(REACTIVE_WAVES, second, seed + 1);
    return { active: size * load - solar, reactive: size * reactive };
  };
}

function daily(second: number, amplitude: number, peakHour: number): number {
  return amplitude * Math.cos((2 * Math.PI * (second - peakHour * 3600)) / 86_400);
}

/** Breakfast and supper. */
function twiceDaily(second: number): number {
  return 220 * Math.cos((2 * Math.PI * (second - 7.5 * 3600)) / 43_200);
}

function waves(list: readonly Wave[], second: number, seed: number): number {
  let sum = 0;
  for (const [at, { cyclesPerWeek, amplitude }] of list.entries()) {
    const phase = seeded(seed, 10 + at);
    sum += amplitude * Math.cos(2 * Math.PI * ((cyclesPerWeek * second) / WEEK_SECONDS + phase));
  }
  return sum;
}

/** 0 at night, 1 at noon, without a corner at sunrise and sunset. */
function sunlight(second: number): number {
  const hour = (second % 86_400) / 3600;
  return hour <= 6 || hour >= 18 ? 0 : Math.sin((Math.PI * (hour - 6)) / 12) ** 2;
}

/** 0.4 to 1. */
function clouds(second: number, seed: number): number {
  const slow = Math.cos(2 * Math.PI * ((3 * second) / WEEK_SECONDS + seeded(seed, 2)));
  const quick = Math.cos(2 * Math.PI * ((337 * second) / WEEK_SECONDS + seeded(seed, 3)));
  return 0.7 + 0.2 * slow + 0.1 * quick;
}

/** Power at any second (with fractions): straight between the two nodes around it. */
export function powerAt(curve: PowerCurve, second: number): Power {
  const node = Math.floor(second / NODE_SECONDS);
  const share = second / NODE_SECONDS - node;
  const left = curve(node);
  const right = curve(node + 1);
  return {
    active: left.active + (right.active - left.active) * share,
    reactive: left.reactive + (right.reactive - left.reactive) * share,
  };
}
