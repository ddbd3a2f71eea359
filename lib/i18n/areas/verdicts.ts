import en from '../locales/en/verdicts.json' with { type: 'json' };
import zhCN from '../locales/zh-CN/verdicts.json' with { type: 'json' };
import zhTW from '../locales/zh-TW/verdicts.json' with { type: 'json' };

export const verdicts = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
