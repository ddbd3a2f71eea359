/**
 * What sellers' sheets call their columns, in the consoles' languages. Whole headers only: `Width` is no id and `Brand name`
 * no title. Latin words are compared after `words` in columns.ts has taken them apart, East Asian ones as one string.
 * Sources: the consoles' own templates and exports (Taobao assistant, Pinduoduo, 1688, Douyin, Shopify, WooCommerce, Amazon,
 * eBay File Exchange, Etsy, Shopee, Lazada, TikTok Shop, Google Merchant, Wix, BigCommerce, Magento, PrestaShop, Squarespace,
 * Ecwid, Rakuten, Coupang, Naver, Mercado Libre, Allegro).
 */
import type { SheetField } from './model.ts';

/** Best first: a sheet that has several takes the first. */
export const LATIN: Record<SheetField, string[]> = {
  product: [
    ...['product name', 'product title', 'item name', 'item title', 'listing title', 'listing name', 'title'],
    ...['name en gb', 'goods name', 'product', 'name', 'subject'],
    ...[
      'artikelname',
      'artikelbezeichnung',
      'artikeltitel',
      'produktname',
      'produkttitel',
      'bezeichnung',
      'titel',
    ],
    ...['nom du produit', 'nom produit', 'titre', 'nom', 'désignation', 'libellé', 'titre du produit'],
    ...[
      'nombre del producto',
      'nombre de producto',
      'nombre',
      'título',
      'titulo',
      'título de la publicación',
    ],
    ...['nome do produto', 'nome', 'título do anúncio', 'nome prodotto', 'titolo', 'nome del prodotto'],
    ...['productnaam', 'naam', 'nazwa produktu', 'nazwa', 'tytuł', 'tytuł oferty', 'název', 'název produktu'],
    ...['название', 'название товара', 'наименование', 'наименование товара', 'имя'],
    ...['tên sản phẩm', 'tên', 'nama produk', 'nama', 'ürün adı', 'ürün ismi', 'başlık'],
  ],
  itemId: [
    ...['product id', 'item id', 'listing id', 'item number', 'item no', 'offer id', 'offerid', 'goods id'],
    ...[
      'num id',
      'num iid',
      'numiid',
      'product number',
      'product no',
      'et title product id',
      'spu id',
      'asin',
    ],
    ...['product internal id', 'id', 'url handle', 'handle', 'handle id'],
    ...['artikel id', 'produkt id', 'id produit', 'id du produit', 'id producto', 'id del producto'],
    ...['id do produto', 'id prodotto', 'número de publicación', 'id oferty', 'numer oferty', 'id товара'],
    ...['mã sản phẩm', 'id produk', 'kode produk', 'ürün id', 'ürün no'],
  ],
  sku: [
    ...['sku short', 'item sku', 'product sku', 'seller sku', 'merchant sku', 'sku', 'variant sku', 'sku id'],
    ...[
      'custom label',
      'contribution sku',
      'outer id',
      'product code',
      'product code sku',
      'item code',
      'code',
    ],
    ...[
      'style number',
      'style code',
      'model number',
      'reference',
      'ref',
      'artikelnummer',
      'artikel nr',
      'art nr',
    ],
    ...['artikelcode', 'référence', 'referencia', 'referência', 'código', 'codigo', 'codice', 'артикул'],
    ...['kode variasi', 'mã sku', 'stok kodu', 'barkod'],
  ],
  parent: [
    ...['parent', 'parent sku', 'sku parent short', 'parent id', 'parent product id', 'parent item id'],
    ...['parent product', 'parent code', 'parent handle', 'parent asin', 'item group id', 'product group id'],
    ...['item group', 'vater', 'vaterartikel', 'parent skus', 'sku padre', 'sku parent', 'übergeordnet'],
    ...['übergeordnetes produkt', 'produit parent', 'principal', 'genitore', 'superior'],
  ],
};

/** As LATIN, without blanks and digits. */
export const EAST_ASIAN: Record<SheetField, RegExp[]> = {
  product: [
    /^(商品|宝贝|寶貝|产品|產品|货品|貨品|spu)(名称|名稱|标题|標題|名)$/,
    /^(品名|名称|名稱|标题|標題|商品|产品|產品|宝贝)$/,
    /^(商品名|製品名|商品タイトル|タイトル|商品名称)$/,
    /^(등록|노출|판매)?(상품명|상품이름|제품명|상품제목)$|^제목$/,
    /^ชื่อ(สินค้า|ผลิตภัณฑ์)?$/,
  ],
  itemId: [
    /^(商品|宝贝|寶貝|产品|產品|货品|貨品|数字|數字|主商品|平台商品|店铺商品|链接|spu|goods|offer|item)(id|编号|編號|序号)$/,
    /^(编号|編號)$/,
    /^(商品番号|商品管理番号|管理番号|商品id)$/,
    /^(등록|노출|판매)?(상품번호|상품id|상품아이디)$/,
    /^(รหัสสินค้า|รหัสผลิตภัณฑ์)$/,
  ],
  sku: [
    /^(商家|商品|卖家|賣家|外部|规格|規格|货品|产品|產品|主|sku|spu)(编码|編碼|货号|貨號|代码)$/,
    /^(货号|貨號|款号|款號|sku|skuid|sku编号|型号|型號)$/,
    /^(品番|型番|商品コード|skuコード)$/,
    /^(판매자|자체|업체)?(상품코드|관리코드)$|^모델번호$/,
  ],
  parent: [
    /^(父|父级|父級|上级|上級)(商品|产品|產品|sku|体|體)?(id|编号|編號|编码|編碼|货号|貨號|sku)$/,
    /^(親商品|親)(コード|番号|id|sku)$/,
  ],
};

/** A header that has a core word and nothing but words of these lists names pictures; `image alt text` has others. */
export const IMAGE_CORE =
  /^(images?|imgs?|pictures?|pics?|photos?|fotos?|bild|bilder|(haupt|produkt|artikel|zusatz)bild(er)?|bild(er)?(url|link|pfad|adresse)s?|imagen|imágenes|imagenes|imagem|imagens|immagine|immagini|afbeelding(en)?|zdjęci[ea]|zdjecia|obráz(ek|ky)|gambar|hình|ảnh|resim|görsel(ler)?|изображени[ея]|фото|картинк[аи])$/;
export const IMAGE_WITH =
  /^(urls?|links?|src|source|path|address|files?|https?|web|main|products?|items?|primary|additional|extra|others?|gallery|cover|featured|feature|front|back|base|small|variants?|variations?|per|skus?|options?|listings?|large|big|full|hires|zoom|original|swatch|locator|media|location|hosted|of|the|for|and|default|value|no|haupt|weitere|zusatz|principale?s?|supplémentaires?|adicional(es)?|adicionais|aggiuntiv[ae]|produkt(s|y|ów)?|productos?|produtos?|prodott[oi]|produits?|artikels?|sản|phẩm|produk|ürün|товара|главное|de|du|del|do|da|der|des|la|le|x|y|z)$/;
export const IMAGE_EAST_ASIAN = [
  /^(商品|宝贝|寶貝|产品|產品|货品|貨品|店铺|spu|sku|规格|規格|颜色|顏色|变种|变体|款式|型号|主|轮播|輪播|副|附|附加|首|封面|新|详情|詳情|描述|细节|細節|白底|透明|方|长|長|竖|宣传|展示|场景|場景|实拍|實拍|属性|其他|其它|更多|额外)*(图|圖|图片|圖片|图像|圖像|照片|相片|相册|图集|圖集|图像url)(链接|連結|鏈接|链结|地址|网址|網址|路径|url|link|src|列表|集|组|s)*$/,
  /^(商品|製品|メイン|サブ|追加|トップ|代表)*(画像|写真|イメージ)(url|urls|リンク|パス|アドレス|ファイル)*$/,
  /^(상품|대표|추가|메인|상세|목록|기본|옵션)*(이미지|사진)(url|주소|링크|경로|파일)*$/,
  /^(ลิงก์|url)?(รูป|รูปภาพ|ภาพ)(สินค้า|หลัก|ปก|ผลิตภัณฑ์)*(url)?$/,
];

/** Pictures of buyers, parcels and talks: never what the goods look like, whatever else a header says. */
export const IMAGE_OTHERS =
  /凭证|憑證|举证|舉證|证据|證據|买家|買家|用户|用戶|客户|客戶|顾客|顧客|会员|评价|評價|评论|評論|晒|追评|售后|售後|退款|退货|退貨|返品|维权|投诉|纠纷|聊天|客服|签收|物流|快递|面单|质检|破损|(?<!\p{L})(?:buyers?|customers?|users?|shoppers?|evidences?|proofs?|reviews?|reviewers?|feedbacks?|comments?|returns?|refunds?|rma|claims?|disputes?|complaints?|damages?|chats?|messages?|signatures?|deliver(?:y|ies)|pod|tickets?|avatars?|prueba|comprador|cliente|reclam\w*|devolu\w*|kunden?|retoure\w*|acheteur|retours?|покупател\w*|отзыв\w*|возврат\w*)(?!\p{L})|리뷰|후기|반품|환불|구매자/iu;

/** Headers that only lists of claims have. */
export const CLAIM_HEADER =
  /^(?:售后|售後|退款|退货|退貨|维权|纠纷|服务|售后服务)(?:单|單|申请|订单)?(?:编号|編號|单号|單號|id|编码|原因|金额|状态|申请时间)$|^(?:申请|申請)(?:售后|退款|退货)?(?:原因|时间|金额)$|^(?:买家|用户|客户)(?:退款|退货|售后)?(?:说明|留言|凭证|举证)$|^(?:(?:return|refund|rma|claim|dispute|case|after ?sales?)(?: (?:request|order))? (?:id|no|number|reason|status|type|amount|date|comment|quantity)|rma|returned? (?:at|on)|reason for (?:return|refund)|(?:buyer|customer) (?:comments?|notes?))$|^(?:반품|환불|취소)(?:번호|사유|상태|금액)|^返品(?:番号|理由|状態)/u;

/** Words by which a picture in a list of claims is that of the goods. */
export const GOODS_PICTURE =
  /商品|宝贝|寶貝|产品|產品|货品|主图|主圖|sku|상품|สินค้า|(?<!\p{L})(?:products?|items?|goods|listing|main|variants?|skus?|artikel|produkt\w*|product[eo]s?|produtos?|prodott[oi]|produits?|товар\w*)(?!\p{L})/iu;
