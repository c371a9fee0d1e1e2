/** The words of a name, or of what a person types to find it, in whatever script. */

const ACCENTS = /[\u0300-\u036f]/g;
/** Each Chinese character is a word: there are no spaces between them. */
const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{Letter}\p{Mark}\d])+(?:[+-](?![\p{Letter}\d]))?/gu;

/** In small letters, without accents; `+A` is as good as `A+`. */
export function searchWords(text: string): readonly string[] {
  const plain = text.normalize('NFD').replace(ACCENTS, '').normalize('NFC').toLowerCase();
  const typed = plain.replace(/(?<![^\s])([+-])([a-z])(?![a-z])/g, '$2$1');
  return typed.match(WORD) ?? [];
}
