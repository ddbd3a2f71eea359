/** Which product each file of an import belongs to, by its path: two goods with folders of the same name stay two. */

export interface PathProduct {
  /** `file:` and the product's path. */
  key: string;
  title: string;
  /** Item numbers on the consoles, where they are known. */
  itemIds?: string[];
}

/** `auto`, or the number of the folder, from the top, that is the product; 0: every file is one. */
export type ProductLevel = 'auto' | number;

const COLOUR =
  '(深|浅|淺|亮|暗|天|米|酒|藏|军|軍|墨|雾|霧|奶|粉|雪|玫)?(白|黑|红|紅|橙|黄|黃|绿|綠|青|蓝|藍|紫|灰|粉|棕|褐|金|银|銀|咖啡|卡其|杏|驼|駝)(色|瓷)?';

/** Folders that sort one product's pictures by kind, view, colour or size; the product is the folder above them. */
const KIND_FOLDER = new RegExp(
  `^((商品|宝贝|寶貝|产品|產品|店铺)?(主图|主圖|副图|副圖|附图|附圖|首图|封面图?|详情|詳情|详情页|详情图|詳情圖|详情图片|描述图?|白底图|白底圖|透明图|透明圖|长图|長圖|竖图|方图|场景图|場景圖|轮播图|輪播圖|细节图|細節圖|实拍图?|實拍圖?|模特图|平铺图|尺码图|尺码表|颜色图|顏色圖|颜色分类|规格图|規格圖|属性图|sku图?|sku|图片|圖片|照片|原图|高清图?|视频图?|手机端|电脑端|无线端|pc端?)(图片|圖片|图|圖|文件夹|照片)?\\d*|images?|imgs?|pictures?|pics?|photos?|main|primary|details?|gallery|variants?|skus?|thumbs?|thumbnails?|originals?|large|small|medium|square|portrait|white[ _-]?background|detail[ _-]?(images?|pictures?)|main[ _-]?(images?|pictures?)|colou?rs?|\\d{2,4}\\s*[x×*]\\s*\\d{2,4}(px)?|\\d{3,4}px|画像|写真|이미지|사진|${COLOUR})$`,
  'i',
);

/** Folders that gather products by when they were made: never a product themselves while they have folders in them. */
const DATE_FOLDER = /^(19|20)\d\d([-_.年]?(0?[1-9]|1[0-2])([-_.月]?(0?[1-9]|[12]\d|3[01])日?)?月?年?)?$/;

const plain = (folder: string): string => folder.normalize('NFKC').trim().toLowerCase();

const withoutEnding = (file: string): string => file.replace(/(?<=.)\.[^.]{1,5}$/, '');

/** The first `depth` folders of a path as product; a file that does not lie so deep is a product of its own path. */
function at(folders: string[], file: string, depth: number): PathProduct {
  if (depth === 0 || folders.length === 0) {
    const name = withoutEnding(file);
    return { key: `file:${[...folders, name].join('/')}`, title: name };
  }
  const own = folders.slice(0, depth);
  return { key: `file:${own.join('/')}`, title: own.at(-1) ?? '' };
}

/** Folder names that stand under several parents, which makes them a kind of picture and no product. */
function recurringFolders(paths: string[]): Set<string> {
  const parents = new Map<string, Set<string>>();
  for (const path of paths) {
    const folders = path.split('/').slice(0, -1);
    for (const [depth, folder] of folders.entries()) {
      // What lies under a date is sorted by date, not by kind.
      if (depth === 0 || DATE_FOLDER.test(folders[depth - 1] ?? '')) continue;
      const name = plain(folder);
      const above = parents.get(name) ?? new Set();
      above.add(folders.slice(0, depth).join('/'));
      parents.set(name, above);
    }
  }
  return new Set([...parents].filter(([, above]) => placesOf(above) > 1).map(([name]) => name));
}

/** Folders that do not lie in one another: `杯` and `数据包/杯` are one place in which `杯` stands. */
function placesOf(parents: Set<string>): number {
  if (parents.size < 2) return parents.size;
  const sorted = [...parents].map((path) => `${path}/`).sort();
  return sorted.filter((path, i) => !sorted[i + 1]?.startsWith(path)).length;
}

function autoDepth(folders: string[], recurring: Set<string>): number {
  const isKind = (folder: string): boolean => KIND_FOLDER.test(plain(folder)) || recurring.has(plain(folder));
  const depth = folders.findLastIndex((folder) => !isKind(folder)) + 1;
  // Under a date, or under kinds alone, the nearest folder is the product, whatever it is called.
  if (depth === 0) return 1;
  return DATE_FOLDER.test(folders[depth - 1] ?? '') && folders.length > depth ? depth + 1 : depth;
}

/** Finds the product of each of these paths. What is no kind of picture in one import may be one in another: ask for all files at once. */
export function productsOf(paths: string[], level: ProductLevel = 'auto'): (path: string) => PathProduct {
  const recurring = level === 'auto' ? recurringFolders(paths) : new Set<string>();
  return (path) => {
    const folders = path.split('/');
    const file = folders.pop() ?? '';
    return at(
      folders,
      file,
      level === 'auto' && folders.length > 0 ? autoDepth(folders, recurring) : Number(level) || 0,
    );
  };
}

/** The product of a path that stands alone. */
export const productOf = (path: string): PathProduct => productsOf([path])(path);

export interface LevelChoice {
  level: ProductLevel;
  /** The products that this choice gives, in the order of the files, with their number of files. */
  products: { key: string; title: string; files: number }[];
}

/** Deepest level offered. */
const DEEPEST = 5;

/** Every choice of level that gives other products, the proposed one first; one entry where there is nothing to choose. */
export function levelChoices(paths: string[]): LevelChoice[] {
  const depth = Math.min(DEEPEST, Math.max(0, ...paths.map((path) => path.split('/').length - 1)));
  const levels: ProductLevel[] = ['auto', ...Array.from({ length: depth }, (_, i) => i + 1), 0];
  const seen = new Set<string>();
  const out: LevelChoice[] = [];
  for (const level of levels) {
    const find = productsOf(paths, level);
    const products = new Map<string, LevelChoice['products'][number]>();
    const split: string[] = [];
    for (const path of paths) {
      const { key, title } = find(path);
      const known = products.get(key) ?? { key, title, files: 0 };
      known.files += 1;
      products.set(key, known);
      split.push(key);
    }
    const same = split.join('\n');
    if (seen.has(same)) continue;
    seen.add(same);
    out.push({ level, products: [...products.values()] });
  }
  return out;
}
