import en from '../locales/en/files.json' with { type: 'json' };
import zhCN from '../locales/zh-CN/files.json' with { type: 'json' };
import zhTW from '../locales/zh-TW/files.json' with { type: 'json' };

export const files = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
