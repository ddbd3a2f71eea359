/** Headers of real exports and templates, from the platforms' documentation and public code; the rows are invented. */
import { describe, expect, it } from 'vitest';
import { mappingOf, picturesOf, readCsv } from '../../../lib/library/sheet.ts';

const A = 'https://img.example.com/';

/** Layout, text, first title and number, names of all pictures. */
const LAYOUTS: [string, string, string, string, string][] = [
  [
    'Shopify product export',
    [
      `Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,Google Shopping / Google Product Category,Google Shopping / MPN,Google Shopping / Custom Label 0,Variant Image,Variant Weight Unit,Status`,
      `mug,Blue mug,"<p>nice, <img src=""${A}b.jpg""></p>",Acme,Mug,,TRUE,Size,S,M-S,1,shopify,1,deny,manual,9,,TRUE,TRUE,,${A}1.jpg,1,alt,FALSE,t,d,,,,${A}v.jpg,kg,active`,
      `mug,,,,,,,,L,M-L,,,,,,,,,,,${A}2.jpg,2,,,,,,,,,,`,
    ].join('\n'),
    'Blue mug',
    'mug',
    '1 v 2',
  ],
  [
    'WooCommerce product export',
    [
      `ID,Type,SKU,Name,Published,"Is featured?","Visibility in catalog","Short description",Description,"Date sale price starts","Date sale price ends","Tax status","Tax class","In stock?",Stock,"Weight (kg)","Length (cm)","Width (cm)","Height (cm)","Sale price","Regular price",Categories,Tags,"Shipping class",Images,"Download limit",Parent,"External URL","Button text",Position,"Attribute 1 name"`,
      `10,simple,ks,"KOMOJU Sticker",1,0,visible,,"x",,,taxable,,1,,,,,,,12,U,,,"${A}1.jpg, ${A}2.jpg",,,,,0,`,
    ].join('\n'),
    'KOMOJU Sticker',
    '10',
    '1 2',
  ],
  [
    'WooCommerce first import with variations',
    [
      `ID,Type,SKU,Name,Parent,Published,Regular price,Categories,Stock,In stock?,Attr 1 name,Images`,
      `,variable,ENI-200,Сребърен пръстен,,1,,Б,,1,Размер,${A}200.jpg`,
      `,variation,ENI-200-52,,ENI-200,1,199.99,,3,1,,`,
      `,simple,ENI-101,Сребърна гривна,,1,149,Б,5,1,,${A}101.jpg`,
    ].join('\n'),
    'Сребърен пръстен',
    'ENI-200',
    '200 101',
  ],
  [
    'Wix store',
    [
      `handleId,fieldType,name,description,productImageUrl,collection,sku,ribbon,price,surcharge,visible,discountMode,discountValue,inventory,weight,productOptionName1,productOptionType1,productOptionDescription1,additionalInfoTitle1,additionalInfoDescription1`,
      `tee,Product,Blue Tee,A tee,${A}a.jpg;${A}b.jpg,,TEE,,20,,true,,,10,,Size,,,,`,
      `tee,Variant,,,,,TEE-S,,,,2,,,4,,,,,Small,`,
    ].join('\n'),
    'Blue Tee',
    'tee',
    'a b',
  ],
  [
    'Shopee mass upload',
    [
      `ps_category|0|0\tps_product_name|1|0\tps_product_description|1|0\tps_sku_parent_short|0|0\tet_title_variation_integration_no|0|0\tet_title_image_per_variation|0|3\tps_price|1|1\tet_title_size_chart|0|3\tps_gtin_code|0|0\tps_item_cover_image|0|3\tps_item_image_1|0|3\tps_weight|1|1`,
      `1\t籃球阻力繩\t好\tP-1\t\t${A}v.jpg\t9\t\t\t${A}c.jpg\t${A}1.jpg\t1`,
    ].join('\n'),
    '籃球阻力繩',
    'P-1',
    'v c 1',
  ],
  [
    'Shopee media export',
    [
      `et_title_product_id,et_title_parent_sku,et_title_product_name,et_title_product_category,ps_item_cover_image,ps_item_image.1,ps_item_image.2`,
      `58015741169,,籃球訓練阻力繩,Sports,${A}c.jpg,${A}1.jpg,${A}2.jpg`,
    ].join('\n'),
    '籃球訓練阻力繩',
    '58015741169',
    'c 1 2',
  ],
  [
    'Google Merchant feed',
    [
      `id\ttitle\tdescription\tlink\timage_link\tadditional_image_link\tavailability\tprice\tbrand\tgtin\titem_group_id`,
      `SKU9\tBlue mug\td\thttps://shop.example/p/1\t${A}1.jpg\t${A}2.jpg,${A}3.jpg\tin stock\t9 EUR\tAcme\t\tG1`,
    ].join('\n'),
    'Blue mug',
    'SKU9',
    '1 2 3',
  ],
  [
    'Amazon listing template',
    [
      `item_sku,external_product_id,item_name,brand_name,main_product_image_locator[marketplace_id=ATVPDKIKX0DER]#1.media_location,other_product_image_locator_1[marketplace_id=ATVPDKIKX0DER]#1.media_location,swatch_image_url`,
      `M-1,,Blue mug,Acme,${A}1.jpg,${A}2.jpg,${A}3.jpg`,
    ].join('\n'),
    'Blue mug',
    'M-1',
    '1 2 3',
  ],
  [
    'Lazada template',
    [
      `Group No,catId,*Product Name(English),Product Images1,Product Images2,*SellerSKU,Images1,Brand`,
      `1,2,Blue mug,${A}1.jpg,${A}2.jpg,S1,${A}3.jpg,Acme`,
    ].join('\n'),
    'Blue mug',
    'S1',
    '1 2 3',
  ],
  [
    'TikTok Shop template',
    [
      `category,brand,product_name,product_description,main_image,image_2,image_3,seller_sku,size_chart`,
      `c,b,Blue mug,d,${A}1.jpg,${A}2.jpg,,S1,`,
    ].join('\n'),
    'Blue mug',
    'S1',
    '1 2',
  ],
  [
    'BigCommerce',
    [
      `Item Type,Product ID,Product Name,Product Code/SKU,Product Image URL - 1,Product Image Description - 1,Product Image Is Thumbnail - 1,Product Image URL - 2,Brand Name`,
      `Product,77,Blue mug,S1,${A}1.jpg,front,Y,${A}2.jpg,Acme`,
    ].join('\n'),
    'Blue mug',
    '77',
    '1 2',
  ],
  [
    'Magento',
    [
      `sku,store_view_code,attribute_set_code,product_type,categories,name,base_image,base_image_label,small_image,thumbnail_image,additional_images,additional_image_labels`,
      `MJ01,,Top,simple,c,Beaumont,${A}1.jpg,lbl,${A}1.jpg,,"${A}2.jpg,${A}3.jpg",`,
    ].join('\n'),
    'Beaumont',
    'MJ01',
    '1 2 3',
  ],
  [
    'PrestaShop',
    [
      `Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Reference #;Image URLs (x,y,z...);Image alt texts (x,y,z...)`,
      `12;1;Blue mug;Home;9;R-1;${A}1.jpg,${A}2.jpg;front`,
    ].join('\n'),
    'Blue mug',
    '12',
    '1 2',
  ],
  [
    'Squarespace',
    [
      `Product ID [Non Editable],Variant ID [Non Editable],Product Type [Non Editable],Product Page,Product URL,Title,Description,SKU,Option Name 1,Hosted Image URLs`,
      `5f,6a,PHYSICAL,shop,blue,Blue mug,d,S1,,${A}1.jpg ${A}2.jpg`,
    ].join('\n'),
    'Blue mug',
    '5f',
    '1 2',
  ],
  [
    'Ecwid',
    [
      `type,product_internal_id,product_sku,product_name,product_price,product_media_main_image_url,product_media_gallery_image_url_1,product_brand`,
      `product,99,S1,Blue mug,9,${A}1.jpg,${A}2.jpg,Acme`,
    ].join('\n'),
    'Blue mug',
    '99',
    '1 2',
  ],
  [
    'Rakuten item CSV',
    [
      `商品管理番号（商品URL）,商品番号,商品名,キャッチコピー,商品画像タイプ1,商品画像パス1,商品画像名（ALT）1,商品画像URL2`,
      `mug-1,,青いマグ,,CABINET,${A}1.jpg,front,${A}2.jpg`,
    ].join('\n'),
    '青いマグ',
    'mug-1',
    '1 2',
  ],
  [
    'Coupang',
    [
      `등록상품ID,등록상품명,노출상품명,판매자상품코드,대표이미지 URL,추가이미지,브랜드`,
      `123456789,머그컵,머그,S1,${A}1.jpg,"${A}2.jpg,${A}3.jpg",Acme`,
    ].join('\n'),
    '머그컵',
    '123456789',
    '1 2 3',
  ],
  [
    'Douyin',
    [
      `商品ID,商品名称,商品类型,商家编码,主图链接,商品轮播图,白底图,规格名称`,
      `3600000000000000001,青釉杯,普通,A1,${A}1.jpg,"${A}2.jpg,${A}3.jpg",${A}4.jpg,红`,
    ].join('\n'),
    '青釉杯',
    '3600000000000000001',
    '1 2 3 4',
  ],
  [
    '1688',
    [
      `产品ID,产品标题,类目名称,货号,产品主图,产品图片1,产品图片2,详情描述`,
      `601234567890,青釉杯,家居,A1,${A}1.jpg,${A}2.jpg,${A}3.jpg,<p>`,
    ].join('\n'),
    '青釉杯',
    '601234567890',
    '1 2 3',
  ],
  [
    'Mercado Libre',
    [`Número de publicación,SKU,Título,Fotos,Precio`, `MLA123,S1,Taza azul,"${A}1.jpg, ${A}2.jpg",9`].join(
      '\n',
    ),
    'Taza azul',
    'MLA123',
    '1 2',
  ],
  [
    'eBay Seller Hub',
    [
      `Item number,Title,Variation details,Custom label (SKU),Available quantity,Item photo URL,Format`,
      `3345,Blue mug,,S1,3,${A}1.jpg|${A}2.jpg,FIXED`,
    ].join('\n'),
    'Blue mug',
    '3345',
    '1 2',
  ],
];

describe('layouts of real exports', () => {
  it.each(LAYOUTS)('%s', (_, text, title, itemId, names) => {
    const sheet = readCsv(new TextEncoder().encode(text));
    const { pictures } = picturesOf(sheet, mappingOf(sheet));
    expect(pictures[0]).toMatchObject({ title, itemId });
    expect(pictures.map(({ url }) => url.slice(A.length, -4)).join(' ')).toBe(names);
  });
});
