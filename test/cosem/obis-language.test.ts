/** Names of OBIS codes in the languages of the editor. */
import assert from 'node:assert/strict';
import { obisCatalogue } from '../../src/cosem/obis-catalogue.js';
import { obisWords } from '../../src/cosem/obis-language.js';
import { obisName } from '../../src/cosem/obis-name.js';
import type { ObisWords } from '../../src/cosem/obis-words.js';

const ENGLISH = obisWords('en-US');
const LANGUAGES = ['de', 'es', 'fr', 'hi-IN', 'zh-CN'];

/** What meters mostly have, by language in the order of LANGUAGES. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '1.0.1.8.0.255': [
    'Wirkenergie Bezug, gesamt',
    'energía activa importada, total',
    'énergie active importée, total',
    'सक्रिय ऊर्जा आयात, कुल',
    '正向有功电能，总',
  ],
  '1.0.2.8.0.255': [
    'Wirkenergie Lieferung, gesamt',
    'energía activa exportada, total',
    'énergie active exportée, total',
    'सक्रिय ऊर्जा निर्यात, कुल',
    '反向有功电能，总',
  ],
  '1.0.1.8.1.255': [
    'Wirkenergie Bezug, Tarif 1',
    'energía activa importada, tarifa 1',
    'énergie active importée, tarif 1',
    'सक्रिय ऊर्जा आयात, दर 1',
    '正向有功电能，费率 1',
  ],
  '1.0.3.8.0.255': [
    'Blindenergie Bezug, gesamt',
    'energía reactiva importada, total',
    'énergie réactive importée, total',
    'प्रतिघाती ऊर्जा आयात, कुल',
    '正向无功电能，总',
  ],
  '1.0.5.8.0.255': [
    'Blindenergie QI, gesamt',
    'energía reactiva QI, total',
    'énergie réactive QI, total',
    'प्रतिघाती ऊर्जा QI, कुल',
    '第一象限无功电能，总',
  ],
  '1.0.9.8.0.255': [
    'Scheinenergie Bezug, gesamt',
    'energía aparente importada, total',
    'énergie apparente importée, total',
    'आभासी ऊर्जा आयात, कुल',
    '正向视在电能，总',
  ],
  '1.0.1.7.0.255': [
    'Wirkleistung Bezug',
    'potencia activa importada',
    'puissance active importée',
    'सक्रिय शक्ति आयात',
    '正向有功功率',
  ],
  '1.0.16.7.0.255': [
    'Wirkleistung Saldo',
    'potencia activa neta',
    'puissance active nette',
    'सक्रिय शक्ति नेट',
    '有功功率净值',
  ],
  '1.0.41.7.0.255': [
    'Wirkleistung Bezug L2',
    'potencia activa importada L2',
    'puissance active importée L2',
    'सक्रिय शक्ति आयात L2',
    'L2 相正向有功功率',
  ],
  '1.0.1.6.0.255': [
    'Wirkleistung Bezug, Maximum',
    'potencia activa media importada, máximo',
    'puissance active moyenne importée, maximum',
    'सक्रिय माँग आयात, अधिकतम',
    '正向有功需量，最大值',
  ],
  '1.0.1.8.0.101': [
    'Wirkenergie Bezug, gesamt, letzte Abrechnungsperiode',
    'energía activa importada, total, último periodo de facturación',
    'énergie active importée, total, dernière période de facturation',
    'सक्रिय ऊर्जा आयात, कुल, पिछली बिलिंग अवधि',
    '正向有功电能，总，上一结算周期',
  ],
  '1.0.32.7.0.255': ['Spannung L1', 'tensión L1', 'tension L1', 'वोल्टेज L1', 'L1 相电压'],
  '1.0.51.7.0.255': ['Strom L2', 'corriente L2', 'courant L2', 'करंट L2', 'L2 相电流'],
  '1.0.14.7.0.255': ['Frequenz', 'frecuencia', 'fréquence', 'आवृत्ति', '频率'],
  '1.0.13.7.0.255': [
    'Leistungsfaktor',
    'factor de potencia',
    'facteur de puissance',
    'पावर फ़ैक्टर',
    '功率因数',
  ],
  '1.0.81.7.10.255': [
    'Phasenwinkel U(L2) zu U(L1)',
    'ángulo de fase U(L2) respecto a U(L1)',
    'angle de phase U(L2) par rapport à U(L1)',
    'फ़ेज़ कोण U(L2) से U(L1)',
    '相角 U(L2) 对 U(L1)',
  ],
  '1.0.31.7.3.255': [
    'Strom L1, Oberschwingung 3',
    'corriente L1, armónico 3',
    'courant L1, harmonique 3',
    'करंट L1, हार्मोनिक 3',
    'L1 相电流，3 次谐波',
  ],
  '1.0.99.1.0.255': ['Lastgang 1', 'curva de carga 1', 'courbe de charge 1', 'लोड प्रोफ़ाइल 1', '负荷曲线 1'],
  '0.0.1.0.0.255': ['Uhr', 'reloj', 'horloge', 'घड़ी', '时钟'],
  '0.0.42.0.0.255': [
    'COSEM-Name des logischen Geräts',
    'nombre COSEM del dispositivo lógico',
    'nom COSEM de l’appareil logique',
    'COSEM लॉजिकल डिवाइस नाम',
    'COSEM 逻辑设备名',
  ],
  '0.0.96.1.0.255': [
    'Gerätenummer 1, Seriennummer',
    'identificador del equipo 1, número de serie',
    'identifiant de l’appareil 1, numéro de série',
    'डिवाइस पहचान 1, क्रम संख्या',
    '设备标识 1，序列号',
  ],
  '0.1.24.2.1.255': [
    'M-Bus-Wert 1, Kanal 1',
    'valor M-Bus 1, canal 1',
    'valeur M-Bus 1, voie 1',
    'M-Bus मान 1, चैनल 1',
    'M-Bus 数值 1，通道 1',
  ],
  '7.0.3.2.0.255': [
    'Gas: Volumen vorwärts, Normvolumen',
    'gas: volumen directo, convertido',
    'gaz\u00a0: volume direct, converti',
    'गैस: अग्र आयतन, परिवर्तित',
    '燃气：正向体积，已转换',
  ],
};

/** The texts of a language that are names or templates, by where they stand. */
function texts(value: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(value).flatMap(([key, each]): readonly (readonly [string, string])[] => {
    const place = `${path}${key}`;
    if (['synonyms', 'further'].includes(place)) return [];
    if (typeof each === 'string') return [[place, each]];
    return typeof each === 'object' && each !== null ? texts(each, `${place}/`) : [];
  });
}

const placeholders = (text: string) => (text.match(/\{[^}]*\}/g) ?? []).sort().join();

for (const [at, language] of LANGUAGES.entries()) {
  const words = obisWords(language);

  describe(`OBIS codes in ${language}`, () => {
    it('have their names', () => {
      for (const [code, names] of Object.entries(NAMES)) assert.equal(obisName(code, words), names[at], code);
    });

    it('are told apart as in English', () => {
      const keys = obisCatalogue(words).map(({ logicalName, name }) => `${logicalName[0]} ${name}`);
      const twice = keys.filter((key, place) => keys.indexOf(key) !== place);
      assert.deepEqual(twice, []);
    });

    it('have all parts, with the same values in them as in English, in the words of the language', () => {
      const first = new Map(texts(ENGLISH));
      for (const [place, text] of texts(words)) {
        const english = place.startsWith('objects/')
          ? place.slice('objects/'.length)
          : (first.get(place) ?? '');
        assert.notEqual(text.trim(), '', place);
        assert.equal(placeholders(text), placeholders(english), place);
      }
      assert.deepEqual(
        [...first.keys()].filter((place) => !texts(words).some(([own]) => own === place)),
        [],
      );
    });

    it('hold no English where another script is written', () => {
      if (!['hi-IN', 'zh-CN'].includes(language)) return;
      const names = obisCatalogue(words).map(({ name }) => name);
      const latin = new Set(names.flatMap((name) => name.match(/[A-Za-z]{2,}/g) ?? []));
      const known = 'UNIX IEC HDLC Bus TCP UDP IPv MAC PPP GPRS SMTP GSM SAP COSEM QI QII QIII QIV THD TDD';
      assert.deepEqual(
        [...latin].filter((word) => !known.split(' ').includes(word)),
        [],
      );
    });
  });
}

describe('a language by its tag', () => {
  it('is found for a country, and is English where there is none', () => {
    const same: readonly (readonly [string, ObisWords])[] = [
      ['de-AT', obisWords('de')],
      ['es-ES', obisWords('es')],
      ['fr_CA', obisWords('fr')],
      ['ZH-cn', obisWords('zh-CN')],
      ['zh-TW', ENGLISH],
      ['ja', ENGLISH],
      ['', ENGLISH],
      ['__proto__', ENGLISH],
    ];
    for (const [tag, words] of same) assert.equal(obisWords(tag), words, tag);
    assert.equal(new Set([...LANGUAGES, 'en'].map(obisWords)).size, 6);
  });
});
