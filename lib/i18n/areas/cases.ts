import en from '../locales/en/cases.json' with { type: 'json' };
import zhCN from '../locales/zh-CN/cases.json' with { type: 'json' };
import zhTW from '../locales/zh-TW/cases.json' with { type: 'json' };

export const cases = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
