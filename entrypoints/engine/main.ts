import { startShopEngine } from '../../lib/app/background/shop-engine.ts';

startShopEngine();
