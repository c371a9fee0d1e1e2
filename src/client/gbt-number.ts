/** Block numbers of general block transfer (Green Book): 16 bits, and behind the last one 0 again. */

const NUMBERS = 0x10000;

export function numberAfter(number: number): number {
  return (number + 1) % NUMBERS;
}

export function numberBefore(number: number): number {
  return (number + NUMBERS - 1) % NUMBERS;
}

/** How many numbers `to` lies ahead of `from`; negative where it lies behind. */
export function distance(from: number, to: number): number {
  const ahead = (((to - from) % NUMBERS) + NUMBERS) % NUMBERS;
  return ahead < NUMBERS / 2 ? ahead : ahead - NUMBERS;
}
