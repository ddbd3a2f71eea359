import en from '../locales/en/team.json' with { type: 'json' };
import zhCN from '../locales/zh-CN/team.json' with { type: 'json' };
import zhTW from '../locales/zh-TW/team.json' with { type: 'json' };

export const team = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
