import {supported} from '../../../src/core/supported.js'
import {fuzz} from './fuzz.js'

fuzz({dialect: 'mysql', version: supported.mysql.newest})
