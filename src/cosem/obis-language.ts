/** The languages that have names for OBIS codes (IEC 62056-61). */
import { GERMAN } from './obis-languages/de.js';
import { ENGLISH } from './obis-languages/en.js';
import { SPANISH } from './obis-languages/es.js';
import { FRENCH } from './obis-languages/fr.js';
import { HINDI } from './obis-languages/hi-in.js';
import { CHINESE } from './obis-languages/zh-cn.js';
import type { ObisWords } from './obis-words.js';

const LANGUAGES: Readonly<Record<string, ObisWords>> = {
  de: GERMAN,
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
  hi: HINDI,
  'zh-cn': CHINESE,
};

/** @param tag of a language, such as `de`, `de-AT` or `zh-CN`; English for those that have no names */
export function obisWords(tag: string): ObisWords {
  const whole = tag.toLowerCase().replace('_', '-');
  const language = whole.split('-', 1)[0] ?? '';
  const known = [whole, language].find((each) => Object.hasOwn(LANGUAGES, each)) ?? 'en';
  return LANGUAGES[known] ?? ENGLISH;
}
