import { times, type System } from '../template.ts';
import { whole, size, decimal, code, hex, any, pick, oneOf, listOf, text, flag } from '../values.ts';
import {
  digits,
  uuid,
  publicIp,
  status,
  userName,
  personName,
  city,
  country,
  currency,
  email,
  host,
  version,
  systemError,
  url,
  filePath,
  goDuration,
  orderState,
  json,
  isoDay,
  spacedTime,
  httpTime,
  dayOfYear,
} from '../vocabulary.ts';

const order = oneOf(text`#${whole(10000, 999999)}`, text`SO-2025-${digits(6)}`);
const sku = text`${code('ABCDEFGHKLM', 3)}-${digits(4)}${pick('', '-XL', '-BLK')}`;
const product = pick('Espresso Machine', 'Trail Shoe 42', 'USB-C Hub', 'Kaffeetasse „Grün“', 'Book: The Long Way', 'Socks');
const amount = text`${decimal(2, 1900, 2)} ${currency}`;
const carrier = pick('DHL', 'UPS', 'Swiss Post', 'La Poste', 'FedEx');
const coupon = pick('SPRING25', 'WELCOME', 'VIP-ONLY', 'freeship');
const provider = pick('stripe', 'adyen', 'paypal', 'klarna');
const warehouse = text`${city}`;

/** An e-commerce service in its authors' own words: no framework's conventions, several authors' habits. */
export const shopApp: System = {
  name: 'ShopApp',
  templates: [
    times(380)`Product page viewed: ${product} (${sku}) by ${oneOf(userName, any('anonymous'))} from ${city}, ${country}`,
    times(250)`Added ${whole(1, 5)} x ${sku} to cart ${uuid}`,
    times(
      190,
    )`Search for "${pick('shoes', 'café cups', 'usb c', '42', '', 'grüner tee 500g')}" returned ${whole(0, 400)} results in ${size(3, 900)} ms`,
    times(150)`Price of ${sku} resolved to ${amount} (list ${amount}, rule ${pick('default', 'vip', 'clearance-2', 'none')})`,
    times(120)`Order ${order} placed by ${personName} <${email}>, ${whole(1, 12)} items, total ${amount}`,
    times(110)`payment.authorized order=${order} provider=${provider} amount=${decimal(2, 1900, 2)} currency=${currency} 3ds=${flag}`,
    times(100)`payment.captured order=${order} provider=${provider} amount=${decimal(2, 1900, 2)} currency=${currency}`,
    times(90)`Order ${order} changed from ${orderState} to ${orderState}`,
    times(80)`Reserved ${whole(1, 5)} of ${sku} in warehouse ${warehouse}`,
    times(70)`Shipping ${order} to ${personName}, ${city} with ${carrier}, tracking ${code('ABCDEFGH0123456789', 14)}`,
    times(
      64,
    )`Checkout step ${pick('address', 'payment', 'review', 'shipping')} completed by session ${hex(16)} after ${decimal(1, 300, 1)}s`,
    times(54)`Cart ${uuid} abandoned with ${whole(1, 9)} items worth ${amount}`,
    times(46)`Mail "${pick('Your order is on its way', 'Reset your password', 'Willkommen bei uns', '')}" queued for ${email}`,
    times(40)`Coupon ${coupon} applied to ${order}: -${amount}`,
    times(36)`Customer ${personName} signed in with ${pick('password', 'google', 'passkey', 'magic link')} from ${publicIp}`,
    times(30)`Stock of ${sku} synced: ${whole(0, 900)} -> ${whole(0, 900)}`,
    times(
      26,
    )`payment.declined order=${order} provider=${provider} code=${pick('insufficient_funds', 'do_not_honor', 'expired_card', '05')} message="${pick('Insufficient funds', 'Do not honor', 'Card has expired', '')}"`,
    times(22)`Coupon ${coupon} rejected: ${pick('expired', 'not for this customer', 'minimum of 50 EUR not reached')}`,
    times(20)`Out of stock: ${product} (${sku}), next delivery ${oneOf(isoDay, any('unknown'), dayOfYear)}`,
    times(18)`Tax for ${country} is ${decimal(5, 25, 1)}% on ${amount}`,
    times(15)`Address of ${personName} could not be verified (${pick('street unknown', 'zip does not match city', 'timeout')}), continuing`,
    times(13)`Refund of ${amount} for ${order} approved by ${userName}`,
    times(12)`Return ${whole(1000, 99999)} received in ${warehouse}: condition ${pick('new', 'used', 'damaged')}, ${whole(1, 4)} item(s)`,
    times(
      10,
    )`Review of ${sku} by ${personName}: ${whole(1, 5)} stars, "${pick('Great!', 'Too small', 'Sehr gut, gerne wieder', '壊れていました', '')}"`,
    times(9)`carrier ${carrier} answered ${status} for label of ${order}, trying ${carrier}`,
    times(8)`Fraud score of ${order} is ${decimal(0.01, 1, 2)}, flagged for manual review by ${userName}`,
    times(7)`Import of ${filePath} started by ${userName}`,
    times(7)`Import of ${filePath} finished: ${size(1, 90000)} created, ${size(1, 9000)} updated, ${whole(0, 90)} skipped in ${goDuration}`,
    times(6)`Invoice ${text`INV-${digits(8)}`} for ${order} written to ${filePath}`,
    times(
      5,
    )`Webhook ${pick('order.created', 'order.shipped', 'stock.low')} to ${url} failed with ${oneOf(status, systemError)}, attempt ${whole(1, 8)}`,
    times(5)`Exchange rate ${currency}/${currency} = ${decimal(0.1, 160, 4)} as of ${httpTime}`,
    times(4)`Unexpected payload from ${provider}: ${json}`,
    times(
      3,
    )`Newsletter "${pick('Spring sale', 'Zurück im Lager', 'March 2025')}" sent to ${size(10, 90000)} of ${size(10, 90000)} subscribers`,
    times(3)`Gift card ${text`${code('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 4)}-****`} redeemed, ${amount} left`,
    times(2)`User ${userName} changed role of ${email} to ${pick('admin', 'editor', 'support agent')}`,
    times(2)`Could not lock cart ${uuid}, held by ${host} since ${spacedTime}`,
    times(2)`${whole(1, 90)} orders older than ${any('30', '14')} days are still PENDING: ${listOf(order, 1, 5)}`,
    times(1)`shop ${version} started in ${city}, features [${listOf(any('new-checkout', 'gift_cards', 'b2b'), 0, 3)}]`,
    times(1)`No shipping rate for ${country}, zone ${pick('EU', 'rest of world', 'islands-2')} and weight ${decimal(0.1, 40, 2)} kg`,
  ],
};
