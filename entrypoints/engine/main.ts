import { startShopEngine } from '../../lib/app/shop-engine.ts';

startShopEngine();
