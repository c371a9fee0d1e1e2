/** Codes found by what people type in the languages of the editor. */
import assert from 'node:assert/strict';
import { obisCatalogue } from '../../src/cosem/obis-catalogue.js';
import { obisWords } from '../../src/cosem/obis-language.js';
import { obisName } from '../../src/cosem/obis-name.js';
import { findObjects } from '../../src/cosem/obis-search.js';
import { searchWords } from '../../src/cosem/search-words.js';

/** What people type, and what they mean. */
const TYPED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  de: {
    'Wirkenergie Bezug': '1.0.1.8.0.255',
    'bezug energie': '1.0.1.8.0.255',
    'kWh Bezug': '1.0.1.8.0.255',
    'Wirkarbeit Lieferung': '1.0.2.8.0.255',
    Verbrauch: '1.0.1.8.0.255',
    Einspeisung: '1.0.2.8.0.255',
    'Blindenergie Lieferung': '1.0.4.8.0.255',
    'Wirkenergie Tarif 2': '1.0.1.8.2.255',
    'Spannung L1': '1.0.32.7.0.255',
    'strom l3': '1.0.71.7.0.255',
    Netzfrequenz: '1.0.14.7.0.255',
    Uhrzeit: '0.0.1.0.0.255',
    Seriennummer: '0.0.96.1.0.255',
    Zählernummer: '0.0.96.1.0.255',
    Abschaltsteuerung: '0.0.96.3.10.255',
    'Gas Normvolumen': '7.0.3.2.0.255',
  },
  es: {
    'energía activa importada': '1.0.1.8.0.255',
    'energia activa': '1.0.1.8.0.255',
    'energía consumo': '1.0.1.8.0.255',
    'tension l1': '1.0.32.7.0.255',
    'voltaje L2': '1.0.52.7.0.255',
    'factor de potencia': '1.0.13.7.0.255',
    reloj: '0.0.1.0.0.255',
    'número de serie': '0.0.96.1.0.255',
    'curva de carga': '1.0.99.1.0.255',
  },
  fr: {
    'énergie active': '1.0.1.8.0.255',
    'ENERGIE ACTIVE IMPORTEE': '1.0.1.8.0.255',
    'énergie active soutirée': '1.0.1.8.0.255',
    'énergie active injectée': '1.0.2.8.0.255',
    'tension L1': '1.0.32.7.0.255',
    'intensité L1': '1.0.31.7.0.255',
    fréquence: '1.0.14.7.0.255',
    'date heure': '0.0.1.0.0.255',
    'courbe de charge': '1.0.99.1.0.255',
    'eau froide volume': '8.0.1.0.0.255',
  },
  'hi-IN': {
    'सक्रिय ऊर्जा': '1.0.1.8.0.255',
    'ऊर्जा खपत': '1.0.1.8.0.255',
    'सक्रिय ऊर्जा निर्यात': '1.0.2.8.0.255',
    'वोल्टेज L1': '1.0.32.7.0.255',
    'धारा l2': '1.0.51.7.0.255',
    आवृत्ति: '1.0.14.7.0.255',
    घड़ी: '0.0.1.0.0.255',
    'क्रम संख्या': '0.0.96.1.0.255',
  },
  'zh-CN': {
    有功电能: '1.0.1.8.0.255',
    正向有功总电能: '1.0.1.8.0.255',
    用电量: '1.0.1.8.0.255',
    反向有功电能: '1.0.2.8.0.255',
    '正向有功电能 费率2': '1.0.1.8.2.255',
    L1电压: '1.0.32.7.0.255',
    B相电流: '1.0.51.7.0.255',
    正向有功总电量: '1.0.1.8.0.255',
    '电流 l3': '1.0.71.7.0.255',
    正向有功最大需量: '1.0.1.6.0.255',
    频率: '1.0.14.7.0.255',
    时钟: '0.0.1.0.0.255',
    日期时间: '0.0.1.0.0.255',
    序列号: '0.0.96.1.0.255',
    负荷曲线: '1.0.99.1.0.255',
  },
};

/** In every language besides its own. */
const ENGLISH_TYPED = {
  'active energy import': '1.0.1.8.0.255',
  'voltage l1': '1.0.32.7.0.255',
  'serial number': '0.0.96.1.0.255',
  kWh: '1.0.1.8.0.255',
  'A-': '1.0.2.8.0.255',
  '32.7': '1.0.32.7.0.255',
};

for (const language of Object.keys(TYPED)) {
  const words = obisWords(language);

  describe(`OBIS codes in ${language}`, () => {
    for (const [text, code] of Object.entries({ ...TYPED[language], ...ENGLISH_TYPED })) {
      it(`are found by "${text}"`, () => {
        assert.deepEqual(findObjects(text, 1, words), [{ logicalName: code, name: obisName(code, words) }]);
      });
    }

    it('are found by their whole names, common ones first of all', () => {
      for (const { logicalName, name } of obisCatalogue(words).slice(0, 20)) {
        assert.equal(findObjects(name, 1, words)[0]?.logicalName, logicalName, name);
      }
    });

    it('are looked for by synonyms that can be typed', () => {
      for (const [typed, meant] of Object.entries(words.synonyms)) {
        assert.deepEqual(searchWords(typed), [typed]);
        for (const each of meant) assert.deepEqual(searchWords(each), [each]);
        assert.ok(findObjects(typed, 1, words).length > 0, typed);
      }
    });
  });
}
