/** The system titles of simulated meters (Green Book, system title): three letters of the maker, five octets. */

const MAKER = [0x4d, 0x46, 0x4c] as const;

/**
 * @param first of the first meter, the others count on; where it is left out, MFL and the serial number
 * @param serialNumber of the first meter
 */
export function meterTitle(first: Uint8Array | undefined, serialNumber: number, index: number): Uint8Array {
  const title = Uint8Array.from(first ?? numbered(serialNumber));
  const view = new DataView(title.buffer);
  view.setUint32(4, view.getUint32(4) + index);
  return title;
}

function numbered(serialNumber: number): Uint8Array {
  const title = Uint8Array.from([...MAKER, 0, 0, 0, 0, 0]);
  new DataView(title.buffer).setUint32(4, serialNumber);
  return title;
}
