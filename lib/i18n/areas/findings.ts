import en from '../locales/en/findings.json' with { type: 'json' };
import zhCN from '../locales/zh-CN/findings.json' with { type: 'json' };
import zhTW from '../locales/zh-TW/findings.json' with { type: 'json' };

export const findings = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
