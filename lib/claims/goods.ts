/** What kind of goods a listing title speaks of: chooses which points a person should look at (never a signal against a buyer). */

export const GOODS_KINDS = [
  'live-seafood',
  'fresh-food',
  'ceramics-glass',
  'clothing',
  'shoes-bags',
  'cosmetics',
  'electronics',
  'toys',
  'plants',
  'books-paper',
  'furniture-home',
  'other',
] as const;
export type GoodsKind = (typeof GOODS_KINDS)[number];

/** Tried in order: the first that fits wins, so narrow kinds stand before wide ones (live crabs before food). */
const WORDS: [GoodsKind, RegExp][] = [
  [
    'live-seafood',
    /大闸蟹|螃蟹|活蟹|小龙虾|活虾|鲜活|生蚝|贝类|\b(live )?(crab|lobster|oyster|crayfish)s?\b/i,
  ],
  [
    'fresh-food',
    /水果|香蕉|苹果(?!手机|数据)|草莓|芒果|橙|蔬菜|鸡蛋|牛肉|猪肉|蛋糕|面包|生鲜|坚果|\b(fruit|banana|apple pie|egg|meat|cake|fresh)s?\b/i,
  ],
  [
    'ceramics-glass',
    /陶瓷|瓷|玻璃|茶壶|马克杯|水杯|碗|盘子|花瓶|\b(ceramic|porcelain|glass|mug|teapot|cup|bowl|plate|vase)(es|s)?\b/i,
  ],
  [
    'shoes-bags',
    /鞋|靴|拖鞋|包包|双肩包|手提包|背包|箱包|行李箱|\b(shoe|boot|sneaker|sandal|bag|backpack|handbag|suitcase)s?\b/i,
  ],
  [
    'clothing',
    /衣|裙|裤|衫|外套|卫衣|毛衣|袜|帽|围巾|床单|被套|\b(shirt|dress|skirt|trousers|pants|jeans|coat|jacket|sweater|hoodie|sock|scarf|bedding|sheet)s?\b/i,
  ],
  [
    'cosmetics',
    /口红|面霜|精华|洗面奶|面膜|香水|护肤|彩妆|洗发|防晒|\b(lipstick|cream|serum|cleanser|perfume|skincare|shampoo|sunscreen)s?\b/i,
  ],
  [
    'electronics',
    /手机|耳机|充电|数据线|键盘|鼠标|屏幕|平板|电脑|冲牙器|洗鼻器|吹风机|\b(phone|earbud|headphone|charger|cable|keyboard|mouse|screen|tablet|laptop|camera)s?\b/i,
  ],
  ['toys', /玩具|毛绒|公仔|玩偶|积木|手办|模型|\b(toy|plush|doll|puzzle|figure|lego)s?\b/i],
  ['plants', /绿植|多肉|盆栽|花苗|鲜花|玫瑰|树苗|种子|\b(plant|succulent|flower|rose|seedling)s?\b/i],
  ['books-paper', /图书|书籍|教材|绘本|笔记本|文具|二手书|\b(book|novel|notebook|stationery|poster)s?\b/i],
  [
    'furniture-home',
    /沙发|椅|桌|柜|灯|地毯|窗帘|收纳|床垫|镜|\b(sofa|chair|table|cabinet|lamp|rug|curtain|shelf|mattress|mirror)(s|es)?\b/i,
  ],
];

/** The kind of goods for a title; `other` when no word fits. */
export const goodsKind = (title: string): GoodsKind =>
  WORDS.find(([, words]) => words.test(title.slice(0, 300)))?.[0] ?? 'other';
